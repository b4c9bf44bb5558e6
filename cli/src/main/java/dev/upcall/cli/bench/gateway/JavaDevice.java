package dev.upcall.cli.bench.gateway;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;

/** How a device in Java, made for load or for tests, announces itself. */
public final class JavaDevice {
  private static final int RECEIVE_BYTES = 8192;

  private JavaDevice() {}

  /**
   * One of a project, with one upcall open at a time.
   *
   * @param header with its number and start
   * @param window serial frames that it takes before the first is acknowledged
   * @param name as in topics
   */
  public static Birth birth(Project project, Header header, int window, String name) {
    Manifest manifest = project.manifest();
    int bytes = manifest.input().size();
    return new Birth(
        header,
        Bytes.of(Signature.of(project)),
        window,
        1,
        manifest.classes().size(),
        bytes,
        bytes,
        RECEIVE_BYTES,
        manifest.host().deadlineMs(),
        1,
        Birth.CAN_UPCALL,
        manifest.name(),
        "java",
        name,
        "test");
  }
}
