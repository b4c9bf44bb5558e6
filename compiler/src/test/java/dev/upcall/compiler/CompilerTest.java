package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Tuned;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from the digits example to a firmware project. */
class CompilerTest {
  private static final Path DIGITS = Path.of("../examples/digits");

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void copyProject() throws IOException {
    project = folder.resolve("digits");
    copy(DIGITS, project);
    tune(project);
  }

  @Test
  void writesAProjectThatIsComplete() throws IOException {
    CompileResult result = compile("mps2-an386");
    SortedMap<String, byte[]> files = read(result.folder());
    for (String path :
        List.of(
            "CMakeLists.txt",
            "board/board.yaml",
            "decision/upcall_policy_0.c",
            "memory.txt",
            "model-report.json",
            "model/upcall_config.h",
            "model/upcall_products_conv2d.c",
            "model/upcall_ladder.c",
            "model/upcall_preprocess.c",
            "model/upcall_stage_small.c",
            "runtime/upcall.c",
            "vectors/inputs.bin",
            "vectors/outputs.bin")) {
      assertTrue(files.containsKey(path), path);
    }
    assertFalse(files.containsKey("model/upcall_softmax.c"), "a kernel nobody calls");
    assertEquals(
        files.get("vectors/inputs.bin").length / 64, files.get("vectors/outputs.bin").length / 10);
    assertTrue(result.report().arenaBytes() <= 1024, "small enough for the micro:bit");
    assertTrue(compile("posix").report().stages().get(0).arenaOptimal());
  }

  @Test
  void sameInputGivesSameBytesWhateverTheMachineIsSetTo() throws IOException {
    SortedMap<String, byte[]> expected = read(compile("microbit").folder());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      for (String tag : List.of("de-DE", "tr-TR", "ar-EG")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
        Path elsewhere = folder.resolve(tag).resolve("digits");
        copy(project, elsewhere);
        CompileRequest request =
            CompileRequest.of(elsewhere, "microbit", folder.resolve(tag).resolve("out"));
        SortedMap<String, byte[]> files = read(compiler.compile(request).folder());
        assertEquals(expected.keySet(), files.keySet());
        expected.forEach((path, bytes) -> assertArrayEquals(bytes, files.get(path), path));
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void failureLeavesWhatWasThereBefore() throws IOException {
    Path out = compile("mps2-an386").folder();
    SortedMap<String, byte[]> before = read(out);
    Files.delete(project.resolve("members/small.onnx"));
    assertThrows(UpcallException.class, () -> compile("mps2-an386"));
    assertEquals(before.keySet(), read(out).keySet());
    assertEquals(List.of("mps2-an386"), names(out.getParent()));
  }

  @Test
  void failureLeavesNothingWhereNothingWas() throws IOException {
    Files.delete(project.resolve("tuned.yaml"));
    assertCode("UP2413", () -> compile("mps2-an386"));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void saysByHowMuchABoardIsTooSmall() throws IOException {
    Board microbit = new BoardCatalogue().load("microbit");
    for (Board.SourceFile file : microbit.files()) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    Path board = folder.resolve("tiny.yaml");
    Files.writeString(board, microbit.yaml().replace("bytes: 16384", "bytes: 2100"));
    UpcallException e = assertCode("UP2302", () -> compile(board.toString()));
    assertTrue(e.getMessage().contains("conv2d of small.onnx"), e.getMessage());
    assertTrue(e.getMessage().contains("at most 52 bytes"), e.getMessage());
    assertTrue(e.getMessage().contains("too many"), e.getMessage());
  }

  @Test
  void refusesClassesThatTheNetworkDoesNotHave() throws IOException {
    edit("classes: [zero, one, ", "classes: [none, zero, one, ");
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> compiler.legalise(compiler.load(request("mps2-an386"))));
    assertEquals("UP2310", e.diagnostics().get(0).code().id());
  }

  @Test
  void refusesAnInputThatTheNetworkDoesNotTake() throws IOException {
    edit("shape: [8, 8, 1]", "shape: [8, 9, 1]");
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> compiler.legalise(compiler.load(request("mps2-an386"))));
    assertEquals("UP2311", e.diagnostics().get(0).code().id());
  }

  @Test
  void refusesAnExitThatTheModelDoesNotHave() throws IOException {
    edit("{run: small, policy", "{run: small, exit: early, policy");
    UpcallException e = assertCode("UP2101", () -> compile("mps2-an386"));
    assertTrue(e.getMessage().contains("logits"), e.getMessage());
    long before =
        Files.readAllLines(project.resolve("ensemble.yaml")).stream()
            .takeWhile(line -> !line.contains("exit: early"))
            .count();
    assertEquals("ensemble.yaml:" + (before + 1), e.diagnostics().get(0).at());
  }

  @Test
  void dumpsTheIntermediateRepresentation() throws IOException {
    Path dump = folder.resolve("ir");
    compiler.compile(
        new CompileRequest(
            project,
            0,
            "posix",
            folder.resolve("out"),
            Optional.empty(),
            QuantOptions.STANDARD,
            Optional.of(dump)));
    List<String> passes = names(dump.resolve("0-small"));
    assertEquals("00-import.txt", passes.get(0));
    assertEquals("99-quantized.txt", passes.get(passes.size() - 1));
    String quantized = Files.readString(dump.resolve("0-small/99-quantized.txt"));
    assertTrue(quantized.contains("fully_connected"), quantized);
  }

  @Test
  void compilesABareModelByAFileOfSamples() throws IOException {
    Path samples = folder.resolve("samples.f32");
    ByteBuffer buffer = ByteBuffer.allocate(20 * 64 * 4).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(1);
    while (buffer.hasRemaining()) {
      buffer.putFloat(random.nextFloat());
    }
    Files.write(samples, buffer.array());
    CompileResult result =
        compiler.compile(
            new CompileRequest(
                project.resolve("members/small.onnx"),
                0,
                "posix",
                folder.resolve("out"),
                Optional.of(samples),
                QuantOptions.STANDARD,
                Optional.empty()));
    assertEquals(folder.resolve("out/small/posix"), result.folder());
    String config = Files.readString(result.folder().resolve("model/upcall_config.h"));
    assertTrue(config.contains("#define UPCALL_CAN_UPCALL 0"), config);
  }

  @Test
  void nameOfAFileCannotLeaveTheOutputFolder() throws IOException {
    Path model = folder.resolve("...onnx");
    Files.copy(project.resolve("members/small.onnx"), model);
    Ladder<?> ladder = compiler.load(CompileRequest.of(model, "posix", folder.resolve("out")));
    assertEquals("_", ladder.name());
  }

  @Test
  void bareFloatModelNeedsSamples() {
    CompileRequest request =
        CompileRequest.of(project.resolve("members/small.onnx"), "posix", folder.resolve("out"));
    assertCode("UP2314", () -> compiler.compile(request));
  }

  @Test
  void refusesFilesOfAnotherFormat() throws IOException {
    Path model = folder.resolve("model.h5");
    Files.write(model, new byte[10]);
    assertCode(
        "UP2313", () -> compiler.compile(CompileRequest.of(model, "posix", folder.resolve("out"))));
  }

  @Test
  void takesMembersThatWereQuantizedElsewhere() throws IOException {
    QParams input = new Preprocessor(ProjectLoader.load(project).manifest().input()).qparams();
    useTflite(input);
    Ladder<QuantGraph> ladder = compiler.int8(request("mps2-an386"));
    assertEquals(1, ladder.members().get(0).model().graph().ops().size(), "the softmax is lifted");
    assertTrue(Files.exists(compile("mps2-an386").folder().resolve("vectors/outputs.bin")));
  }

  @Test
  void refusesMembersOfAnotherInputScale() throws IOException {
    useTflite(new QParams(0.5f, 3));
    UpcallException e = assertCode("UP2311", () -> compile("mps2-an386"));
    assertTrue(e.getMessage().contains("scale 0.5, zero point 3"), e.getMessage());
  }

  /** Puts a TFLite model of one matrix product in place of the project's small member. */
  private void useTflite(QParams input) throws IOException {
    TfliteFile file = new TfliteFile();
    int pixels = file.activation(input.scale(), input.zeroPoint(), 1, 64);
    int logits = file.activation(0.3f, 2, 1, 10);
    int scores = file.activation(1f / 256, -128, 1, 10);
    int[] product = {pixels, file.weights(0, 0, 10, 64), -1};
    file.input(pixels)
        .output(scores)
        .operator(9, 8, TfliteFile.options(), product, logits)
        .operator(25, 9, TfliteFile.options(1f), new int[] {logits}, scores);
    Files.write(project.resolve("members/small.tflite"), file.bytes());
    Path manifest = project.resolve("ensemble.yaml");
    Files.writeString(
        manifest, Files.readString(manifest).replace("members/small.onnx", "members/small.tflite"));
  }

  private CompileResult compile(String board) {
    return compiler.compile(request(board));
  }

  private CompileRequest request(String board) {
    return CompileRequest.of(project, board, folder.resolve("out"));
  }

  private void edit(String from, String to) throws IOException {
    Path manifest = project.resolve("ensemble.yaml");
    String text = Files.readString(manifest);
    assertTrue(text.contains(from), text);
    Files.writeString(manifest, text.replace(from, to));
  }

  private static UpcallException assertCode(String code, Executable task) {
    UpcallException e = assertThrows(UpcallException.class, task);
    assertEquals(code, e.diagnostics().get(0).code().id(), e.getMessage());
    return e;
  }

  /** Values that need not be good ones. */
  private static void tune(Path project) {
    Map<String, Double> values = Map.of("beta", 1.5, "w1", 3.0, "w2", -1.0);
    new Tuned(Map.of("target", "none"), Map.of(0, values)).save(ProjectLoader.load(project));
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.sorted(Comparator.naturalOrder()).toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
