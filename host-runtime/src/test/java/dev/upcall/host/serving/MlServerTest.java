package dev.upcall.host.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A member in MLServer itself, with what {@code deploy/mlserver} has; skipped where MLServer is not
 * installed ({@code UPCALL_MLSERVER} names the program).
 */
@Tag("serving")
class MlServerTest {
  private static final Path HOME = Path.of(System.getProperty("upcall.home"));
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int SAMPLES = 200;
  private static final int BATCH = 50;

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
  private final List<Integer> ports = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"0, http://127.0.0.1:%d/v2/models/digits-deep", "1, grpc://127.0.0.1:%d/digits-deep"})
  void answersAreThoseOfTheMemberInThisProcessThroughALossAndAReturn(int port, String address)
      throws Exception {
    String program = System.getenv("UPCALL_MLSERVER");
    assumeTrue(program != null, "UPCALL_MLSERVER does not name the program mlserver");
    Project project = ProjectLoader.load(HOME.resolve("examples/digits"));
    List<byte[]> samples = samples(project.manifest().input().size());
    List<String> all = project.manifest().host().members();
    CombinedAnswer[] here = Ensemble.evaluate(project, samples, all);
    write();
    ServingTarget target =
        ServingTarget.of(
            "deep", ServingAddress.parse(String.format(Locale.ROOT, address, ports.get(port))));
    Process server = start(program);
    try (ServingMembers members = new ServingMembers(List.of(target), loop);
        Ensemble ensemble = Ensemble.of(EnsembleModels.load(project), members, loop)) {
      await(() -> state(ensemble) == MemberState.UP);
      assertEquals(all.size(), compare(project, ensemble, samples, here));

      server.destroyForcibly().waitFor();
      assertFalse(ask(project, ensemble, samples.subList(0, 1)).get(0).members().contains("deep"));

      server = start(program);
      await(
          () ->
              state(ensemble) == MemberState.UP
                  && ask(project, ensemble, samples.subList(0, 1))
                      .get(0)
                      .members()
                      .contains("deep"));
      assertEquals(all.size(), compare(project, ensemble, samples, here));
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static int compare(
      Project project, Ensemble ensemble, List<byte[]> samples, CombinedAnswer[] here) {
    int members = Integer.MAX_VALUE;
    for (int first = 0; first < SAMPLES; first += BATCH) {
      List<CombinedAnswer> answers = ask(project, ensemble, samples.subList(first, first + BATCH));
      for (int i = 0; i < BATCH; i++) {
        CombinedAnswer expected = here[first + i];
        members = Math.min(members, answers.get(i).members().size());
        assertArrayEquals(expected.logits(), answers.get(i).logits(), 1e-3f);
      }
    }
    return members;
  }

  private static List<CombinedAnswer> ask(
      Project project, Ensemble ensemble, List<byte[]> samples) {
    Question question = Question.inputs(samples, new Preprocessor(project.manifest().input()));
    return ensemble.answer(question, LONG).join();
  }

  private static MemberState state(Ensemble ensemble) {
    return ensemble.states().join().get("deep");
  }

  private static List<byte[]> samples(int bytes) {
    Random random = new Random(3);
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      byte[] sample = new byte[bytes];
      random.nextBytes(sample);
      samples.add(sample);
    }
    return samples;
  }

  /** The folder of deploy, with ports of its own. */
  private void write() throws IOException {
    Path from = HOME.resolve("deploy/mlserver");
    Files.copy(from.resolve("onnx_member.py"), folder.resolve("onnx_member.py"));
    Files.writeString(
        folder.resolve("model-settings.json"),
        Files.readString(from.resolve("model-settings.json"))
            .replace("../../examples", HOME.resolve("examples").toString()));
    String settings = Files.readString(from.resolve("settings.json"));
    for (String port : List.of("8080", "8081", "8082")) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.add(free.getLocalPort());
        assertTrue(settings.contains(port), settings);
        settings = settings.replace(port, String.valueOf(free.getLocalPort()));
      }
    }
    Files.writeString(folder.resolve("settings.json"), settings);
  }

  private Process start(String program) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program, "start", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return builder.start();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "MLServer does not answer");
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
