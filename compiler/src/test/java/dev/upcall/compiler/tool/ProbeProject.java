package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.emit.Renderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes a small firmware project by hand, as the emitter would write a large one. */
public final class ProbeProject {
  private ProbeProject() {}

  static Path write(Board board, Path folder) throws IOException {
    return write(board, folder, resource("tool/probe/main.c"));
  }

  /** A project of that main program and the board's port. */
  public static Path write(Board board, Path folder, String main) throws IOException {
    Map<String, String> files = new TreeMap<>();
    files.put("runtime/main.c", main);
    files.putAll(portHeaders());
    files.putAll(ProjectFiles.of(board, "probe", files.keySet(), new Renderer()));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  /** What a board's port includes, by path in a project. */
  static Map<String, String> portHeaders() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String header : new String[] {"upcall_port.h", "upcall_limits.h", "upcall_status.h"}) {
      files.put("runtime/" + header, resource("upcall/templates/runtime/" + header));
    }
    files.put("runtime/upcall_config.h", resource("tool/probe/upcall_config.h"));
    return files;
  }

  static String resource(String name) throws IOException {
    try (InputStream in = ProbeProject.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
