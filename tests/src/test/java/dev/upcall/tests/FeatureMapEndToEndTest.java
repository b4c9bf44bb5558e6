package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.reference.Reference;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.transport.Connection;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Folders;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A device that computes a side exit and sends the feature map behind it, over a serial line to a
 * gateway that computes the rest.
 */
class FeatureMapEndToEndTest {
  private static final String EXIT =
      "  - {run: exits, exit: early, policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1}}";

  /** [1,4,4,8], and the check before it. */
  private static final int MAP_BYTES = 4 * 4 * 8 + 4;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"posix", "mps2-an386"})
  void theHostGivesWhatTheDeviceWouldHaveGiven(String id) throws InterruptedException {
    Prepared prepared = Prepared.of(project("stages:\n" + EXIT + "\nsend: featureMap\n"));
    Ladder<QuantGraph> ladder = int8(prepared.project());
    Handover handover = ladder.payload().featureMap().orElseThrow();
    assertEquals(MAP_BYTES, handover.bytes());
    try (RunningBoard board = RunningBoard.start(prepared.project(), id, folder.resolve("out"));
        Desk desk = Desk.serving(prepared.project()).serial(board.port())) {
      List<Injected> results = desk.inject(prepared.raw());
      QuantGraph device = ladder.members().get(0).model();
      Agreement.check(
          prepared, results, desk.traffic(), outcome -> map(handover, device, outcome.input()));
      assertTrue(results.stream().noneMatch(r -> r.source() == Result.Source.DEGRADED));
      for (UpcallRequest upcall : desk.traffic().upcalls()) {
        assertEquals(1, upcall.header().stage());
      }
      answersAreTheWholeNetworks(prepared, desk);
    }
  }

  /** Of a project whose device computes the network to its end, and sends inputs. */
  private void answersAreTheWholeNetworks(Prepared prepared, Desk desk) {
    Project whole =
        project(
            "stages:\n"
                + "  - {run: exits, exit: early, policy: {use: Threshold, theta: 0.5}}\n"
                + "  - {run: exits, policy: {use: Threshold, theta: 0.5}}\n");
    Reference reference = Reference.of(int8(whole).members().get(0).model());
    List<Outcome> asked = prepared.expected().stream().filter(Outcome::upcall).toList();
    for (int i = 0; i < asked.size(); i++) {
      byte[] logits = reference.outputs(asked.get(i).input()).get(1);
      int top = 0;
      for (int c = 1; c < logits.length; c++) {
        top = logits[c] > logits[top] ? c : top;
      }
      UpcallRequest upcall = desk.traffic().upcalls().get(i);
      assertEquals(top, desk.traffic().answerTo(upcall).classIndex(), "answer " + i);
    }
  }

  private static byte[] map(Handover handover, QuantGraph device, byte[] input) {
    Map<Integer, byte[]> activations = new Interpreter().runAll(device, input);
    ByteBuffer map = ByteBuffer.allocate(handover.bytes(1)).order(ByteOrder.LITTLE_ENDIAN);
    map.putInt(handover.check());
    for (Value value : handover.featureMap(1)) {
      map.put(activations.get(value.id()));
    }
    return map.array();
  }

  @Test
  void whatIsNoFeatureMapOfTheEnsembleIsRefused() throws InterruptedException {
    Prepared prepared = Prepared.of(project("stages:\n" + EXIT + "\nsend: featureMap\n"));
    Ladder<QuantGraph> ladder = int8(prepared.project());
    Handover handover = ladder.payload().featureMap().orElseThrow();
    byte[] map = map(handover, ladder.members().get(0).model(), prepared.expected().get(0).input());
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(prepared.project());
      Sink sink = new Sink();
      service.gateway().received(sink, upcall(prepared, 1, 2, map));
      assertEquals(Ack.Code.UNSUPPORTED, sink.refusal(), "nothing stops behind stage 1");
      service.gateway().received(sink, upcall(prepared, 2, 255, map));
      assertEquals(Ack.Code.UNSUPPORTED, sink.refusal());
      service.gateway().received(sink, upcall(prepared, 3, 1, new byte[MAP_BYTES - 1]));
      assertEquals(Ack.Code.WRONG_SIZE, sink.refusal());
      service.gateway().received(sink, upcall(prepared, 4, 1, new byte[2]));
      assertEquals(Ack.Code.WRONG_SIZE, sink.refusal());
      service.gateway().received(sink, upcall(prepared, 5, 0, map));
      assertEquals(Ack.Code.WRONG_SIZE, sink.refusal(), "a map where an input should be");
      byte[] other = map.clone();
      other[3] ^= 1;
      service.gateway().received(sink, upcall(prepared, 6, 1, other));
      assertEquals(Ack.Code.UNKNOWN_SIGNATURE, sink.refusal(), "a map of other numbers");
      // Both at once: they go through the ensemble apart.
      service.gateway().received(sink, upcall(prepared, 7, 1, map));
      service.gateway().received(sink, upcall(prepared, 8, 0, prepared.expected().get(0).input()));
      assertEquals(answerClass(sink), answerClass(sink), "from the input as from the map");
    }
  }

  private static int answerClass(Sink sink) throws InterruptedException {
    return ((Answer) sink.next()).classIndex();
  }

  private static UpcallRequest upcall(Prepared prepared, int sequence, int boundary, byte[] bytes) {
    long signature = Header.signatureOf(Signature.of(prepared.project()));
    return new UpcallRequest(
        new Header(7, 1, sequence, signature, 0, boundary),
        0,
        Bytes.of(new byte[prepared.project().manifest().classes().size()]),
        Bytes.of(bytes));
  }

  @Test
  void theGatewayOfAnotherCalibrationRefuses() {
    Project one = project("stages:\n" + EXIT + "\nsend: featureMap\n");
    int check = int8(one).payload().featureMap().orElseThrow().check();
    assertEquals(check, int8(one).payload().featureMap().orElseThrow().check());
    String data =
        new String(
            Folders.read(one.folder().resolve("data")).get("samples.csv"), StandardCharsets.UTF_8);
    Folders.write(
        one.folder().resolve("data/samples.csv"),
        data.replace("9", "8").getBytes(StandardCharsets.UTF_8));
    assertTrue(check != int8(one).payload().featureMap().orElseThrow().check(), "other ranges");
  }

  @Test
  void rowsAreNotKept() {
    Project project = project("stages:\n" + EXIT + "\nsend: featureMap\n");
    Prepared.of(project);
    String manifest =
        new String(Folders.read(project.folder()).get("ensemble.yaml"), StandardCharsets.UTF_8);
    Folders.write(
        project.folder().resolve("ensemble.yaml"),
        manifest
            .replace("  raw: uint8\n", "  raw: uint8\n  feed: rows\n")
            .getBytes(StandardCharsets.UTF_8));
    Path built = RunningBoard.build(project, "mps2-an386", folder.resolve("out"));
    String config =
        new String(Folders.read(built).get("model/upcall_config.h"), StandardCharsets.UTF_8);
    assertTrue(config.contains("#define UPCALL_KEEPS_INPUT 0"), config);
    assertTrue(config.contains("#define UPCALL_INPUT_ROWS 8"), config);
    assertTrue(config.contains("#define UPCALL_FEATURE_MAP_BYTES " + MAP_BYTES), config);
  }

  private Project project(String device) {
    Path at = folder.resolve("project-" + Integer.toHexString(device.hashCode()));
    Project written = SyntheticProject.tiny().write(at, device);
    String manifest = new String(Folders.read(at).get("ensemble.yaml"), StandardCharsets.UTF_8);
    Folders.write(
        at.resolve("ensemble.yaml"),
        manifest
            .replaceFirst("host:\n  members: .*", "host:\n  members: [exits]")
            .getBytes(StandardCharsets.UTF_8));
    return ProjectLoader.load(written.folder());
  }

  private static Ladder<QuantGraph> int8(Project project) {
    return new Compiler(new BoardCatalogue())
        .int8(CompileRequest.of(project.folder(), "posix", Path.of("")));
  }

  /** A connection that keeps what is sent. */
  private static final class Sink implements Connection {
    private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();

    Message next() throws InterruptedException {
      Message message = sent.poll(30, TimeUnit.SECONDS);
      assertTrue(message != null, "no word from the gateway");
      return message;
    }

    Ack.Code refusal() throws InterruptedException {
      return ((Ack) next()).code();
    }

    @Override
    public String name() {
      return "sink";
    }

    @Override
    public boolean send(Message message) {
      return sent.add(message);
    }

    @Override
    public long bytesIn() {
      return 0;
    }

    @Override
    public long bytesOut() {
      return 0;
    }
  }
}
