package dev.upcall.host.web;

import dev.upcall.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The pages that are open, and what they are told. */
final class Events {
  private static final int MAX_PAGES = 64;

  private final List<EventStream> pages = new CopyOnWriteArrayList<>();
  private final JsonWriter json = JsonWriter.oneLine();

  /** Whether anybody looks. */
  boolean isWatched() {
    return !pages.isEmpty();
  }

  /**
   * Opens a page's stream.
   *
   * @return the stream; null if there are too many, or only the head was asked for
   */
  EventStream open(Request request, Response response, Callback callback) {
    if (pages.size() >= MAX_PAGES) {
      Router.send(
          Reply.text(HttpStatus.SERVICE_UNAVAILABLE_503, "too many pages"), response, callback);
      return null;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    if (!"GET".equals(request.getMethod())) {
      callback.succeeded();
      return null;
    }
    EventStream page = new EventStream(response, callback);
    pages.add(page);
    page.send("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
    return page;
  }

  /** An event as it goes over the wire. */
  byte[] event(String name, Object data) {
    return ("event: " + name + "\ndata: " + json.write(data) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Tells all pages. */
  void tell(String name, Object data) {
    byte[] event = event(name, data);
    pages.removeIf(page -> !page.send(event));
  }

  void close() {
    pages.forEach(EventStream::close);
    pages.clear();
  }
}
