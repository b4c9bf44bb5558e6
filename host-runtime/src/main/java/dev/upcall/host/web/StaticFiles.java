package dev.upcall.host.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files of the page, from the jar. */
final class StaticFiles {
  private StaticFiles() {}

  /**
   * A route that gives one file.
   *
   * @param name of a resource beside this class
   */
  static Route route(String name, String type) {
    Reply reply = new Reply(200, type, read(name));
    return (visitor, request, response, callback) -> Router.send(reply, response, callback);
  }

  private static byte[] read(String name) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name, e);
    }
  }
}
