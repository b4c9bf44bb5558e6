package dev.upcall.cli.firmware;

import java.nio.file.Path;

/** Where Upcall itself lies: the folder of the launcher, which says so by a system property. */
public final class Home {
  private Home() {}

  /**
   * A file or folder of Upcall's own, written relative to the current folder where it lies in it.
   */
  public static Path path(String relative) {
    Path home = Path.of(System.getProperty("upcall.home", "")).toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    Path path = home.resolve(relative);
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
