// A login that asks `npx depthproof serve`: DEPTHPROOF_SECRET=... java Login.java
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

public class Login {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    // A project with a JSON library reads the field with it.
    private static final Pattern SUCCESS = Pattern.compile("^\\{\"success\":true[,}]");

    private static String setting(String name, String fallback) {
        return System.getenv().getOrDefault(name, fallback);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The service's answer, JSON; `more` goes into the form as it is. */
    private static String ask(HttpExchange exchange, String route, String more) throws IOException {
        String body = "secret=" + encoded(setting("DEPTHPROOF_SECRET", ""))
            + "&origin=" + encoded(setting("ORIGIN", "http://localhost:3000"))
            + "&action=login&remoteip=" + encoded(exchange.getRemoteAddress().getAddress().getHostAddress())
            + more;
        HttpRequest request = HttpRequest.newBuilder()
            .uri(URI.create(setting("DEPTHPROOF_URL", "http://127.0.0.1:8787") + "/" + route))
            .header("content-type", "application/x-www-form-urlencoded")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString()).body();
        } catch (InterruptedException error) {
            throw new IOException(error);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void login(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readNBytes(200_000), StandardCharsets.US_ASCII);
        String response = "";
        for (String field : form.split("&"))
            if (field.startsWith("depthproof-response=")) response = field.substring(field.indexOf('=') + 1);
        String answer;
        try {
            answer = ask(exchange, "siteverify", "&response=" + response);
        } catch (IOException error) {
            // Without an answer there is no success.
            answer = error.toString();
        }
        // Check the password here, too.
        if (SUCCESS.matcher(answer).find()) {
            send(exchange, 200, "Welcome.");
            return;
        }
        // Why is for you alone: it would help an attacker.
        System.err.println(answer);
        send(exchange, 403, "Please try again.");
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(setting("PORT", "3000"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/depthproof/session", exchange -> {
            exchange.getResponseHeaders().set("content-type", "application/json");
            send(exchange, 200, ask(exchange, "session", ""));
        });
        server.createContext("/login", Login::login);
        server.start();
    }
}
