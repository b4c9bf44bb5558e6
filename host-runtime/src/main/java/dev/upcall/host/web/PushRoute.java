package dev.upcall.host.web;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.json.JsonWriter;
import dev.upcall.host.push.PushDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the page wants pushed, from those who may. */
final class PushRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(PushRoute.class);
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final String TYPE = "application/json";

  private final List<PushDesk> desks;
  private final HttpRefusals refusals;
  private final JsonWriter json = JsonWriter.oneLine();

  PushRoute(List<PushDesk> desks, HttpRefusals refusals) {
    this.desks = List.copyOf(desks);
    this.refusals = refusals;
  }

  @Override
  public void answer(Visitor visitor, Request request, Response response, Callback callback) {
    String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE)) {
      refuse(visitor, request, response, callback);
      return;
    }
    Content.Source.asByteArrayAsync(
        request,
        MAX_BODY_BYTES,
        Promise.Invocable.from(
            InvocationType.BLOCKING,
            body ->
                push(visitor, body)
                    .ifPresentOrElse(
                        reply -> Router.send(reply, response, callback),
                        () -> refuse(visitor, request, response, callback)),
            tooLong -> refuse(visitor, request, response, callback)));
  }

  private void refuse(Visitor visitor, Request request, Response response, Callback callback) {
    refusals.count(HttpRefusal.BODY, Origins.address(request) + ", user " + visitor.name());
    // What is left of the body is not read.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    Router.send(HttpRefusal.BODY.reply(), response, callback);
  }

  /** Empty where the body says nothing that could be pushed. */
  private Optional<Reply> push(Visitor visitor, byte[] body) {
    try {
      return PushOrder.read(body).map(order -> push(visitor, order));
    } catch (RuntimeException e) { // a bug ends this request only
      LOG.error("a push of {} failed", visitor.name(), e);
      return Optional.of(
          Reply.text(HttpStatus.INTERNAL_SERVER_ERROR_500, "a bug; the gateway's log has it"));
    }
  }

  private Reply push(Visitor visitor, PushOrder order) {
    Optional<PushDesk> desk =
        desks.stream().filter(one -> one.status().signature().equals(order.project())).findFirst();
    if (desk.isEmpty()) {
      return Reply.text(HttpStatus.NOT_FOUND_404, "nothing is pushed to devices of that project");
    }
    try {
      long version = desk.get().push(order.settings(), order.device(), visitor.name());
      return Reply.ok(Reply.JSON, json.write(Map.of("version", version)));
    } catch (UpcallException e) {
      return Reply.text(HttpStatus.UNPROCESSABLE_ENTITY_422, e.getMessage());
    }
  }
}
