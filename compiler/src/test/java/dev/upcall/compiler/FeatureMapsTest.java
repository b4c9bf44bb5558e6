package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.model.TakeOver;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that send what their stages have computed: what it is, and when they cannot. */
class FeatureMapsTest {
  private static final String DIGITS = "../examples/digits";
  private static final String ASKS = "policy: {use: Asks.java, least: 0.5}";
  private static final String EARLY = "{run: net, exit: early, " + ASKS + "}";
  private static final String MIDDLE = "{run: net, exit: middle, " + ASKS + "}";
  private static final String NET = "host: {members: [net]}";

  /** Behind the first exit two values of 16 and 12 bytes, behind the second one of 16. */
  private static final int FIRST = 4 + 16 + 12;

  private static final int SECOND = 4 + 16;

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  @TempDir Path folder;

  @BeforeEach
  void writeProject() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(folder.resolve("members"));
    Files.copy(
        Path.of(DIGITS, "data/digits.csv.gz"), folder.resolve("data").resolve("digits.csv.gz"));
    Files.writeString(
        folder.resolve("Asks.java"),
        """
        import dev.upcall.core.decision.*;
        public record Asks(float least) implements Policy {
          @Override
          public Verdict decide(Scores scores) {
            if (scores.margin(1f) < least) {
              return Verdict.UPCALL;
            }
            return scores.top1() == 0 ? Verdict.ACCEPT : Verdict.CONTINUE;
          }
        }
        """);
    Random random = new Random(3);
    OnnxModel model = new OnnxModel().input("x", 0, 1, 8, 8).node("Flatten", "x", "flat");
    model.product(random, "flat", "one", 64, 16);
    model.node("Relu", "one", "one_relu");
    model.product(random, "one_relu", "two", 16, 12);
    model.node("Relu", "two", "two_relu");
    model.product(random, "two_relu", "early", 12, 10);
    model.product(random, "two_relu", "three", 12, 16);
    // Past the first exit, so that the map behind it has two tensors.
    model.node("Add", "one_relu three", "sum").node("Relu", "sum", "sum_relu");
    model.product(random, "sum_relu", "middle", 16, 10);
    model.product(random, "sum_relu", "gap", 16, 8);
    model.product(random, "gap", "logits", 8, 10);
    model
        .output("early", 0, 10)
        .output("middle", 0, 10)
        .output("logits", 0, 10)
        .output("gap", 0, 8);
    Files.write(folder.resolve("members/net.onnx"), model.bytes());
    Files.write(folder.resolve("members/other.onnx"), model.bytes());
  }

  @Test
  void theRestGivesWhatTheWholeNetworkGives() throws IOException {
    write("featureMap", NET, EARLY, MIDDLE);
    Ladder<QuantGraph> ladder = compiler.int8(request());
    Handover handover = ladder.payload().featureMap().orElseThrow();
    assertEquals(Set.of(1, 2), handover.boundaries());
    assertEquals(List.of("one_relu", "two_relu"), names(handover.featureMap(1)));
    assertEquals(List.of("sum_relu"), names(handover.featureMap(2)));
    assertEquals(List.of(FIRST, SECOND), List.of(handover.bytes(1), handover.bytes(2)));
    Interpreter interpreter = new Interpreter();
    QuantGraph device = ladder.members().get(0).model();
    for (byte[] input : inputs(20)) {
      Map<Integer, byte[]> there = interpreter.runAll(device, input);
      Map<Integer, byte[]> whole = interpreter.runAll(handover.host(0), input);
      for (int boundary : handover.boundaries()) {
        List<byte[]> map =
            handover.featureMap(boundary).stream().map(value -> there.get(value.id())).toList();
        Map<Integer, byte[]> rest = interpreter.runAll(handover.host(boundary), map);
        for (Value result : handover.host(0).graph().outputs()) {
          assertArrayEquals(whole.get(result.id()), rest.get(result.id()), result.name());
        }
      }
    }
  }

  private static List<String> names(List<Value> values) {
    return values.stream().map(Value::name).toList();
  }

  @Test
  void theDeviceComputesNothingOfTheRest() throws IOException {
    write("featureMap", NET, EARLY);
    Ladder<QuantGraph> ladder = compiler.int8(request());
    List<String> outputs = names(ladder.members().get(0).model().graph().outputs());
    assertEquals(List.of("early", "one_relu", "two_relu"), outputs);
    assertEquals(
        3,
        ladder.members().get(0).model().graph().ops().stream()
            .filter(op -> op.mnemonic().equals("fully_connected"))
            .count());
  }

  @Test
  void theFirmwareWritesTheBytesOfTheReference() throws IOException {
    write("featureMap", NET, EARLY, MIDDLE);
    Ladder<QuantGraph> ladder = compiler.int8(request());
    Handover handover = ladder.payload().featureMap().orElseThrow();
    Path project = compiler.compile(request()).folder();
    String config = Files.readString(project.resolve("model/upcall_config.h"));
    assertTrue(config.contains("UPCALL_KEEPS_INPUT 0"), config);
    assertTrue(config.contains("UPCALL_FEATURE_MAP_BYTES " + FIRST), config);
    Path build = Files.createDirectories(folder.resolve("cc"));
    for (String part : List.of("model", "decision")) {
      try (Stream<Path> files = Files.list(project.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, build.resolve(file.getFileName()));
        }
      }
    }
    Files.copy(project.resolve("runtime/upcall_ladder.h"), build.resolve("upcall_ladder.h"));
    Files.copy(
        Path.of("src/test/resources/cc/feature_map_main.c"), build.resolve("feature_map_main.c"));
    Path program =
        CCompiler.require("gcc")
            .compile(build, "-O1", "-ffp-contract=off", "-fsanitize=address,undefined");
    ByteArrayOutputStream samples = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (byte[] input : inputs(50)) {
      samples.writeBytes(input);
      for (int boundary : handover.boundaries()) {
        expected.writeBytes(map(ladder, boundary, input));
      }
    }
    assertArrayEquals(
        expected.toByteArray(), CCompiler.pipe(program, samples.toByteArray()), "maps");
  }

  @Test
  void theHostGoesOnWithRealNumbers() throws IOException {
    write("featureMap", NET, EARLY, MIDDLE);
    Project project = ProjectLoader.load(folder);
    Ladder<QuantGraph> ladder = compiler.int8(request());
    try (TakeOver rest = new HandoverRuntime().open(project, "net").orElseThrow()) {
      assertEquals(Set.of("logits", "gap"), rest.outputNames());
      assertTrue(rest.bytes(0).isEmpty() && rest.bytes(3).isEmpty());
      assertEquals(FIRST, rest.bytes(1).orElseThrow());
      byte[] input = inputs(1).get(0);
      float[] reals = ladder.calibration().orElseThrow().input().dequantize(input);
      Map<String, float[]> whole = rest.run(reals, 1, new long[] {8, 8, 1});
      for (int boundary = 1; boundary <= 2; boundary++) {
        byte[] map = map(ladder, boundary, input);
        assertTrue(rest.isOurs(map));
        assertArrayEquals(whole.get("logits"), rest.goOn(boundary, map).get("logits"));
        assertArrayEquals(whole.get("gap"), rest.goOn(boundary, map).get("gap"));
        map[0]++;
        assertFalse(rest.isOurs(map));
      }
    }
    write("input", NET, EARLY, MIDDLE);
    assertTrue(new HandoverRuntime().open(ProjectLoader.load(folder), "net").isEmpty());
  }

  @Test
  void smallestSendsTheFeatureMapOnlyWhereItIsSmaller() throws IOException {
    write("smallest", NET, EARLY);
    assertEquals(FIRST, compiler.int8(request()).payload().featureMap().orElseThrow().bytes());
    Ladder<QuantGraph> two = wide("smallest");
    assertTrue(two.payload().featureMap().isEmpty());
    assertEquals("a feature map of 94 bytes", two.payload().why());
    assertEquals(List.of("side"), names(two.members().get(0).model().graph().outputs()));
    assertEquals(94, wide("featureMap").payload().featureMap().orElseThrow().bytes());
    write("smallest", "host: {members: [net, other]}", EARLY);
    Ladder<QuantGraph> other = compiler.int8(request());
    assertEquals("member \"other\", which starts from the input", other.payload().why());
    assertEquals(1, other.members().get(0).model().graph().outputs().size());
    write("smallest", NET, "{run: net, exit: early}");
    assertTrue(compiler.int8(request()).payload().featureMap().isEmpty(), "nobody asks");
  }

  /** A side exit of another network, whose rest reads 90 bytes where the input has 64. */
  private Ladder<QuantGraph> wide(String send) throws IOException {
    Random random = new Random(4);
    OnnxModel model = new OnnxModel().input("x", 0, 1, 8, 8).node("Flatten", "x", "flat");
    model.product(random, "flat", "wide", 64, 90);
    model.node("Relu", "wide", "wide_relu");
    model.product(random, "wide_relu", "side", 90, 10);
    model.product(random, "wide_relu", "logits", 90, 10);
    model.output("side", 0, 10).output("logits", 0, 10);
    Files.write(folder.resolve("members/other.onnx"), model.bytes());
    write(send, "host: {members: [other]}", "{run: other, exit: side, " + ASKS + "}");
    return compiler.int8(request());
  }

  @Test
  void refusesHostsThatNeedTheInput() throws IOException {
    write("featureMap", "host: {members: [net, other]}", EARLY);
    assertTrue(refused(request()).found().contains("member \"other\""));
    write("featureMap", "", EARLY);
    assertEquals("no host", refused(request()).found());
    write("featureMap", NET, EARLY, "{run: other, " + ASKS + "}");
    assertEquals("member \"other\" beside \"net\"", refused(request()).found());
  }

  @Test
  void refusesARestThatReadsTheInput() throws IOException {
    Random random = new Random(4);
    OnnxModel model = new OnnxModel().input("x", 0, 1, 8, 8).node("Flatten", "x", "flat");
    model.product(random, "flat", "early", 64, 10);
    model.node("Relu", "x", "x_relu").node("Flatten", "x_relu", "again");
    model.product(random, "again", "logits", 64, 10);
    model.output("early", 0, 10).output("logits", 0, 10);
    Files.write(folder.resolve("members/other.onnx"), model.bytes());
    String stage = "{run: other, exit: early, " + ASKS + "}";
    write("featureMap", "host: {members: [other]}", stage);
    assertTrue(refused(request()).found().contains("reads the input"));
    write("smallest", "host: {members: [other]}", stage);
    assertTrue(compiler.int8(request()).payload().why().contains("reads the input"));
  }

  @Test
  void refusesOtherNumbersThanTheHosts() throws IOException {
    write("featureMap", NET, EARLY);
    assertTrue(refused(request().withConstantChannels()).at().contains("options"));
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> compiler.compile(request().with(Precision.FLOAT32)));
    assertEquals("UP2350", e.diagnostics().get(0).code().id());
  }

  private Diagnostic refused(CompileRequest request) {
    UpcallException e = assertThrows(UpcallException.class, () -> compiler.int8(request));
    assertEquals("UP2350", e.diagnostics().get(0).code().id(), e.getMessage());
    return e.diagnostics().get(0);
  }

  private static byte[] map(Ladder<QuantGraph> ladder, int boundary, byte[] input) {
    Handover handover = ladder.payload().featureMap().orElseThrow();
    Map<Integer, byte[]> there = new Interpreter().runAll(ladder.members().get(0).model(), input);
    ByteBuffer map = ByteBuffer.allocate(handover.bytes(boundary)).order(ByteOrder.LITTLE_ENDIAN);
    map.putInt(handover.check());
    handover.featureMap(boundary).forEach(value -> map.put(there.get(value.id())));
    return map.array();
  }

  private static List<byte[]> inputs(int count) {
    Random random = new Random(count);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] input = new byte[64];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }

  private CompileRequest request() {
    return CompileRequest.of(folder, "mps2-an386", folder.resolve("out"));
  }

  private void write(String send, String host, String... stages) throws IOException {
    String manifest = Files.readString(Path.of(DIGITS, "ensemble.yaml"));
    StringBuilder text = new StringBuilder(manifest.substring(0, manifest.indexOf("members:")));
    text.append("members:\n  net: {model: members/net.onnx, features: gap}\n");
    text.append("  other: {model: members/other.onnx}\n");
    text.append("device:\n  send: ").append(send).append("\n  stages:\n");
    for (String stage : stages) {
      text.append("    - ").append(stage).append('\n');
    }
    Files.writeString(folder.resolve("ensemble.yaml"), text.append(host).append('\n'));
  }
}
