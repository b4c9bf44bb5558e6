package dev.upcall.host.gateway;

import dev.upcall.core.model.TakeOver;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.audit.AuditBook;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** A project in service: its ensemble, and what its upcalls must look like. */
final class ServedProject {
  /** Upcalls that may wait for the ensemble before devices are told that it is busy. */
  private static final int MAX_WAITING = 1024;

  private final Project project;
  private final Manifest manifest;
  private final Bytes signature;
  private final Preprocessor preprocessor;
  private final Optional<TakeOver> takeOver;
  private final Ensemble ensemble;
  private final Batcher batcher;
  private final AuditBook audits;
  private IntConsumer batches = size -> {};

  private ServedProject(
      Project project,
      Bytes signature,
      Preprocessor preprocessor,
      Optional<TakeOver> takeOver,
      Ensemble ensemble,
      LongSupplier nanos,
      ScheduledExecutorService loop,
      AuditRules audits) {
    this.project = project;
    this.manifest = project.manifest();
    String start = HexFormat.of().formatHex(signature.toArray(), 0, Long.BYTES);
    this.audits = new AuditBook(manifest.name(), start, audits);
    this.signature = signature;
    this.preprocessor = preprocessor;
    this.takeOver = takeOver;
    this.ensemble = ensemble;
    // The manifest's deadline is the device's: half of it is for the ensemble, half for the way.
    Duration budget = Duration.ofMillis(manifest.host().deadlineMs()).dividedBy(2);
    this.batcher = new Batcher(this::answer, ensemble::isBusy, budget, MAX_WAITING, nanos, loop);
  }

  /**
   * Loads a project.
   *
   * @param elsewhere the members that run in other processes
   * @throws dev.upcall.core.diagnostic.UpcallException with every file that is missing or unfit
   */
  static ServedProject load(
      Project project,
      Elsewhere elsewhere,
      LongSupplier nanos,
      ScheduledExecutorService loop,
      AuditRules audits) {
    Bytes signature = Bytes.of(Signature.of(project));
    EnsembleModels models = EnsembleModels.load(project);
    return new ServedProject(
        project,
        signature,
        models.preprocessor(),
        models.takeOver(),
        Ensemble.of(models, elsewhere, loop),
        nanos,
        loop,
        audits);
  }

  Project project() {
    return project;
  }

  String name() {
    return manifest.name();
  }

  /** SHA-256, 32 bytes. */
  Bytes signature() {
    return signature;
  }

  /** What message headers carry of it. */
  long shortSignature() {
    return Header.signatureOf(signature.toArray());
  }

  Ensemble ensemble() {
    return ensemble;
  }

  /** Its devices' audits; belongs to the gateway's loop. */
  AuditBook audits() {
    return audits;
  }

  /** Has {@code listener} told the size of every batch, on the loop. */
  void onBatch(IntConsumer listener) {
    this.batches = listener;
  }

  /**
   * From an upcall's arrival to its answer, with as much as is needed for the way to its device.
   */
  Duration patience() {
    return Duration.ofMillis(manifest.host().deadlineMs()).multipliedBy(3).dividedBy(4);
  }

  Batcher batcher() {
    return batcher;
  }

  /** Why an upcall cannot be answered; empty if it can. */
  Optional<Ack.Code> refusal(UpcallRequest upcall) {
    int boundary = upcall.header().stage();
    OptionalInt bytes =
        boundary == 0
            ? OptionalInt.of(manifest.input().size())
            : takeOver.map(rest -> rest.bytes(boundary)).orElse(OptionalInt.empty());
    if (bytes.isEmpty()) {
      return Optional.of(Ack.Code.UNSUPPORTED);
    }
    if (upcall.input().length() != bytes.getAsInt()
        || upcall.scores().length() != manifest.classes().size()) {
      return Optional.of(Ack.Code.WRONG_SIZE);
    }
    return boundary == 0 || takeOver.orElseThrow().isOurs(upcall.input().toArray())
        ? Optional.empty()
        : Optional.of(Ack.Code.UNKNOWN_SIGNATURE);
  }

  /** The answer as the wire has it, to the upcall with that header. */
  Answer toAnswer(Header upcall, CombinedAnswer combined) {
    Header header =
        new Header(
            upcall.device(),
            upcall.boot(),
            upcall.sequence(),
            upcall.signature(),
            0,
            upcall.stage());
    return new Answer(header, combined.classIndex(), combined.confidence(), bits(combined));
  }

  private int bits(CombinedAnswer combined) {
    int bits = 0;
    List<String> members = manifest.host().members();
    for (int i = 0; i < Math.min(Integer.SIZE, members.size()); i++) {
      if (combined.members().contains(members.get(i))) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  private CompletableFuture<List<CombinedAnswer>> answer(
      List<UpcallRequest> batch, Duration budget) {
    batches.accept(batch.size());
    List<Integer> boundaries =
        batch.stream().map(upcall -> upcall.header().stage()).distinct().toList();
    if (boundaries.size() == 1) {
      return answer(batch, boundaries.get(0), budget);
    }
    // Each takes over elsewhere; the answers are put back into the batch's order.
    CombinedAnswer[] answers = new CombinedAnswer[batch.size()];
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    for (int boundary : boundaries) {
      int[] indices =
          IntStream.range(0, answers.length)
              .filter(i -> batch.get(i).header().stage() == boundary)
              .toArray();
      List<UpcallRequest> part = Arrays.stream(indices).mapToObj(batch::get).toList();
      parts.add(
          answer(part, boundary, budget)
              .thenAccept(
                  some -> {
                    for (int i = 0; i < indices.length; i++) {
                      answers[indices[i]] = some.get(i);
                    }
                  }));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> List.of(answers));
  }

  private CompletableFuture<List<CombinedAnswer>> answer(
      List<UpcallRequest> batch, int boundary, Duration budget) {
    List<byte[]> carried = batch.stream().map(upcall -> upcall.input().toArray()).toList();
    return ensemble.answer(
        boundary == 0 ? Question.inputs(carried, preprocessor) : Question.maps(boundary, carried),
        budget);
  }

  void close() {
    ensemble.close();
  }
}
