package dev.upcall.compiler.board;

import dev.upcall.compiler.board.Board.SourceFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the templates of {@code project/} print: a C project that builds by itself with CMake.
 *
 * @param host built with and for the machine it is built on
 * @param optimization of the compiler, as in {@code -O2}
 * @param flags of the compiler, space-separated; linkFlags likewise
 * @param packages Debian packages to build it
 * @param sources C and assembly files, relative to the project
 * @param includes folders of headers, relative to the project
 * @param assembles some source is assembly
 * @param linkerScript relative to the project; empty if the host's linker decides
 * @param mqtt it can speak MQTT itself, where the library for it is found
 * @param keyed parameters may be pushed to it, by whoever has the device's key
 * @param emulate the command that runs it in an emulator; empty if there is none
 */
public record CProject(
    String project,
    String boardName,
    String core,
    boolean host,
    String prefix,
    String optimization,
    String flags,
    String linkFlags,
    String packages,
    Map<String, String> defines,
    List<String> sources,
    List<String> includes,
    boolean assembles,
    String linkerScript,
    String flashOrigin,
    long flashBytes,
    String ramOrigin,
    long ramBytes,
    int stackBytes,
    boolean mqtt,
    boolean keyed,
    String emulate) {

  /** The runtime's link to a broker, for boards with an operating system. */
  private static final String MQTT_LINK = "runtime/upcall_mqtt.c";

  /** The runtime's part for pushed parameters, which other firmware does not have. */
  private static final String PARAMETERS = "runtime/upcall_parameters.c";

  /**
   * @param paths all files of the project, board's included
   */
  static CProject of(Board board, String project, Collection<String> paths, String optimization) {
    // Built only where its library is found.
    List<String> sources =
        paths.stream().filter(path -> isSource(path) && !path.equals(MQTT_LINK)).sorted().toList();
    TreeSet<String> includes = new TreeSet<>();
    paths.stream()
        .filter(path -> path.endsWith(".h"))
        .forEach(path -> includes.add(path.substring(0, Math.max(0, path.lastIndexOf('/')))));
    Board.Toolchain tools = board.toolchain();
    List<String> linkFlags = tools.linkFlags().isEmpty() ? tools.flags() : tools.linkFlags();
    return new CProject(
        project,
        board.name(),
        board.cpu().core(),
        board.isHost(),
        tools.prefix(),
        optimization,
        String.join(" ", tools.flags()),
        String.join(" ", linkFlags),
        String.join(", ", tools.packages()),
        defines(board),
        sources,
        includes.stream().map(folder -> folder.isEmpty() ? "." : folder).toList(),
        sources.stream().anyMatch(path -> path.endsWith(".S")),
        board.linkerScript().map(SourceFile::name).map(ProjectFiles.BOARD::concat).orElse(""),
        board.memory().flash().originText(),
        board.memory().flash().bytes(),
        board.memory().ram().originText(),
        board.memory().ram().bytes(),
        board.memory().stackBytes(),
        board.isHost() && paths.contains(MQTT_LINK),
        paths.contains(PARAMETERS),
        board.emulator().map(e -> e.program() + " " + String.join(" ", e.arguments())).orElse(""));
  }

  /** The board's own, and what its files have to know of it. */
  private static Map<String, String> defines(Board board) {
    Map<String, String> defines = new LinkedHashMap<>(board.toolchain().defines());
    defines.put("UPCALL_UART_BAUD", board.uart().baud() + "ul");
    return defines;
  }

  private static boolean isSource(String path) {
    return path.endsWith(".c") || path.endsWith(".S");
  }
}
