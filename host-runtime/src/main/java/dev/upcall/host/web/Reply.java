package dev.upcall.host.web;

import java.nio.charset.StandardCharsets;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param type of the body
 */
record Reply(int status, String type, byte[] body) {
  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json; charset=utf-8";

  static Reply ok(String type, String body) {
    return new Reply(200, type, body.getBytes(StandardCharsets.UTF_8));
  }

  static Reply text(int status, String body) {
    return new Reply(status, TEXT, (body + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
