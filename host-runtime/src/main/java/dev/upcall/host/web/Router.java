package dev.upcall.host.web;

import dev.upcall.host.web.Place.Access;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of a path, lets only those to it who may, and keeps browsers from doing with the
 * answer what is not meant.
 */
final class Router extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final HttpField POLICY =
      new HttpField(
          "Content-Security-Policy",
          "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

  private final Map<String, Place> places;
  private final SignIn signIn;
  private final HttpRefusals refusals;
  private final boolean local;

  /**
   * @param places by path
   * @param local answer only who asks for this machine by a name of the loopback interface, so that
   *     a page from elsewhere cannot reach it through a name of its own
   */
  Router(Map<String, Place> places, SignIn signIn, HttpRefusals refusals, boolean local) {
    this.places = Map.copyOf(places);
    this.signIn = signIn;
    this.refusals = refusals;
    this.local = local;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(POLICY);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Place place = places.get(Request.getPathInContext(request));
    Access access = place == null ? Access.OPEN : place.access();
    if (!access.takes(request.getMethod())) {
      send(Reply.text(HttpStatus.METHOD_NOT_ALLOWED_405, access.words()), response, callback);
    } else if (local && !LOCAL_NAMES.contains(Request.getServerName(request))) {
      send(Reply.text(HttpStatus.MISDIRECTED_REQUEST_421, "not here"), response, callback);
    } else if (place == null) {
      send(Reply.text(HttpStatus.NOT_FOUND_404, "no such page"), response, callback);
    } else if (access == Access.OPEN) {
      answer(place.route(), Visitor.ANYBODY, request, response, callback);
    } else {
      askAndAnswer(place, request, response, callback);
    }
    return true;
  }

  private void askAndAnswer(Place place, Request request, Response response, Callback callback) {
    String address = Origins.address(request);
    SignIn.Answer who = signIn.ask(request.getHeaders().get(HttpHeader.AUTHORIZATION), address);
    if (who.visitor().isEmpty()) {
      if (who.refusal() == HttpRefusal.PASSWORD) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, SignIn.CHALLENGE);
      }
      send(who.refusal().reply(), response, callback);
      return;
    }
    Visitor visitor = who.visitor().get();
    Optional<HttpRefusal> refusal =
        place.access() == Access.PUSH ? refusal(visitor, request) : Optional.empty();
    if (refusal.isPresent()) {
      refusals.count(refusal.get(), address + ", user " + visitor.name());
      send(refusal.get().reply(), response, callback);
    } else {
      answer(place.route(), visitor, request, response, callback);
    }
  }

  /** Browsers send passwords along whichever page asks, so that the page has to be looked at. */
  private static Optional<HttpRefusal> refusal(Visitor visitor, Request request) {
    return !Origins.isOwnPage(request)
        ? Optional.of(HttpRefusal.ORIGIN)
        : visitor.mayPush() ? Optional.empty() : Optional.of(HttpRefusal.RIGHT);
  }

  private static void answer(
      Route route, Visitor visitor, Request request, Response response, Callback callback) {
    try {
      route.answer(visitor, request, response, callback);
    } catch (Exception e) { // a route that fails ends its own request only
      LOG.error("{} failed", Request.getPathInContext(request), e);
      Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }
  }

  /** Writes all of an answer. */
  static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
