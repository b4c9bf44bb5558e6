package dev.upcall.host.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What answers the requests for one path. */
@FunctionalInterface
interface Route {
  /**
   * Answers; on a thread of the server.
   *
   * @param visitor who asks
   * @param callback told when the answer is written, or that it failed
   */
  void answer(Visitor visitor, Request request, Response response, Callback callback)
      throws Exception;
}
