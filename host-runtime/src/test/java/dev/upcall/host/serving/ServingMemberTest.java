package dev.upcall.host.serving;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingMemberTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  /** Done before it returns: stages that are added later find the one before them done. */
  private static void atOnce(Runnable work) {
    try {
      Thread thread = new Thread(work, "worker");
      thread.start();
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void requestsAreNotWrittenOnTheLoop() throws Exception {
    Project project = TinyProject.in(folder);
    ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
    ScheduledExecutorService replies = DaemonThreads.scheduler("replies");
    try (StandInGrpcServer server =
            new StandInGrpcServer(0, "tiny-b", folder.resolve("members/b.onnx"), true);
        Recording client =
            new Recording(
                new GrpcServingClient(ServingTarget.of("b", server.address()), replies))) {
      Expected expected = Expected.of(server.address(), EnsembleModels.load(project), "b");
      ServingMember member =
          new ServingMember(
              expected, 64, client, Service.QUICK, loop, ServingMemberTest::atOnce, error -> {});
      loop.execute(member::start);
      await(
          () -> CompletableFuture.supplyAsync(() -> member.state(), loop).join() == MemberState.UP);
      Question question =
          Question.inputs(List.of(new byte[4]), new Preprocessor(project.manifest().input()));
      CompletableFuture<List<MemberOutput>> answer = new CompletableFuture<>();
      loop.execute(() -> member.run(question, LONG, (outputs, error) -> answer.complete(outputs)));
      assertEquals(1, answer.get(20, TimeUnit.SECONDS).size());
      assertEquals("worker", client.asker);
    } finally {
      loop.shutdownNow();
      replies.shutdownNow();
    }
  }

  /** Notes which thread asked last. */
  private static final class Recording implements ServingClient {
    private final ServingClient client;
    private volatile String asker;

    Recording(ServingClient client) {
      this.client = client;
    }

    @Override
    public CompletableFuture<ModelMetadata> look(Duration patience) {
      return client.look(patience);
    }

    @Override
    public CompletableFuture<List<Tensor>> infer(InferCall call, Duration patience) {
      asker = Thread.currentThread().getName();
      return client.infer(call, patience);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
