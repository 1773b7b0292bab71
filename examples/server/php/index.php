<?php
// A login that asks `npx depthproof serve`: DEPTHPROOF_SECRET=... php -S localhost:3000 index.php
declare(strict_types=1);

/** The service's answer; one without success where it gives none. */
function ask(string $route, array $fields): array
{
    $service = getenv('DEPTHPROOF_URL') ?: 'http://127.0.0.1:8787';
    $body = ['secret' => getenv('DEPTHPROOF_SECRET'), 'remoteip' => $_SERVER['REMOTE_ADDR'], ...$fields];
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => 'content-type: application/json',
        'content' => json_encode($body),
        'ignore_errors' => true,
        'timeout' => 10,
    ]]);
    $answer = json_decode((string) @file_get_contents("$service/$route", false, $context), true);
    return is_array($answer) ? $answer : ['success' => false, 'error-codes' => ['no-answer']];
}

$origin = getenv('ORIGIN') ?: 'http://localhost:3000';
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($_SERVER['REQUEST_METHOD'] === 'POST' && $path === '/depthproof/session') {
    header('content-type: application/json');
    echo json_encode(ask('session', ['origin' => $origin, 'action' => 'login']));
} elseif ($_SERVER['REQUEST_METHOD'] === 'POST' && $path === '/login') {
    $response = $_POST['depthproof-response'] ?? '';
    $answer = ask('siteverify', ['response' => $response, 'origin' => $origin, 'action' => 'login']);
    // Check the password here, too.
    if ($answer['success'] === true) {
        echo 'Welcome.';
    } else {
        // Why is for you alone: it would help an attacker.
        error_log(implode(',', $answer['error-codes']));
        http_response_code(403);
        echo 'Please try again.';
    }
} else {
    http_response_code(404);
}
