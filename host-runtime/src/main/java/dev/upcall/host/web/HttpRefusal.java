package dev.upcall.host.web;

import org.eclipse.jetty.http.HttpStatus;

/** Why somebody who came over HTTP was refused, as it is answered, counted and logged. */
enum HttpRefusal {
  /** No hands were shaken, so that there is nobody to answer to. */
  TLS(0, "no TLS connection"),
  PASSWORD(HttpStatus.UNAUTHORIZED_401, "no such user, or another password"),
  TRIES(HttpStatus.TOO_MANY_REQUESTS_429, "too many wrong passwords; try again in a minute"),
  ORIGIN(HttpStatus.FORBIDDEN_403, "not asked by this gateway's own page"),
  RIGHT(HttpStatus.FORBIDDEN_403, "no right to push parameters; --http-push names who has"),
  BODY(HttpStatus.BAD_REQUEST_400, "no order of parameters, as JSON of at most 64 KiB");

  private final int status;
  private final String words;

  HttpRefusal(int status, String words) {
    this.status = status;
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  Reply reply() {
    return Reply.text(status, words);
  }
}
