package dev.upcall.cli.harvest;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files beside the one that is being written, which take its name when they are whole. Nothing that
 * exists is written over: a table may have a person's corrections in it.
 */
final class Unfinished {
  private Unfinished() {}

  static Path beside(Path out, String ending) {
    if (Files.exists(out)) {
      throw Diagnostic.of(CliCode.CANNOT_WRITE, out)
          .found("a file or folder of that name, which may have been worked on")
          .fix("give another name, or delete it")
          .toException();
    }
    return out.resolveSibling("." + out.getFileName() + ending);
  }

  static void finish(Path unfinished, Path out) throws IOException {
    Files.move(unfinished, out, StandardCopyOption.ATOMIC_MOVE);
  }
}
