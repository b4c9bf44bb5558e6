package dev.upcall.compiler;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the text IR of each stage after each pass, where a request asks for it. */
final class IrDump {
  private final Optional<Path> folder;

  IrDump(CompileRequest request) {
    this.folder = request.dumpIr();
  }

  /** Writes {@code <folder>/<stage>/<pass>.txt}. */
  void write(int index, String stage, String pass, String text) {
    if (folder.isEmpty()) {
      return;
    }
    // Stage names come from manifests and files; a dump must not leave its folder.
    Path file =
        folder
            .get()
            .resolve(index + "-" + stage.replaceAll("[^\\w.+-]", "_"))
            .resolve(pass + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Diagnostic.of(CompilerCode.DUMP).at("%s", file).found("%s", e).toException();
    }
  }
}
