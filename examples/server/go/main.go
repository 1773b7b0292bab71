// A login that asks `npx depthproof serve`: DEPTHPROOF_SECRET=... go run main.go
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

type answer struct {
	Success    bool     `json:"success"`
	ErrorCodes []string `json:"error-codes"`
}

var client = http.Client{Timeout: 10 * time.Second}

func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// ask posts to the service and decodes what it answers.
func ask(request *http.Request, route string, fields map[string]string, result any) error {
	fields["secret"] = os.Getenv("DEPTHPROOF_SECRET")
	fields["origin"] = setting("ORIGIN", "http://localhost:3000")
	fields["action"] = "login"
	fields["remoteip"], _, _ = net.SplitHostPort(request.RemoteAddr)
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	url := setting("DEPTHPROOF_URL", "http://127.0.0.1:8787") + "/" + route
	response, err := client.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(result)
}

func session(writer http.ResponseWriter, request *http.Request) {
	var opened json.RawMessage
	if err := ask(request, "session", map[string]string{}, &opened); err != nil {
		http.Error(writer, err.Error(), http.StatusServiceUnavailable)
		return
	}
	writer.Header().Set("content-type", "application/json")
	writer.Write(opened)
}

func login(writer http.ResponseWriter, request *http.Request) {
	request.Body = http.MaxBytesReader(writer, request.Body, 200_000)
	var judged answer
	fields := map[string]string{"response": request.FormValue("depthproof-response")}
	// Without an answer there is no success.
	if err := ask(request, "siteverify", fields, &judged); err != nil || !judged.Success {
		// Why is for you alone: it would help an attacker.
		log.Println(judged.ErrorCodes, err)
		http.Error(writer, "Please try again.", http.StatusForbidden)
		return
	}
	// Check the password here, too.
	writer.Write([]byte("Welcome."))
}

func main() {
	http.HandleFunc("POST /depthproof/session", session)
	http.HandleFunc("POST /login", login)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+setting("PORT", "3000"), nil))
}
