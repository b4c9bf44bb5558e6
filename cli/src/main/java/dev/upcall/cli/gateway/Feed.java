package dev.upcall.cli.gateway;

import dev.upcall.cli.CliCode;
import dev.upcall.cli.Console;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.project.Split;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Sends a split of a project's data to a device through the wire and sums up what came of it. */
public final class Feed {
  private static final Duration DEVICE_LIMIT = Duration.ofSeconds(60);

  private final Injector injector;
  private final Console console;
  private final Supplier<List<AuditPage>> audits;

  /**
   * Through an injector.
   *
   * @param audits what they say when all samples have passed
   */
  public Feed(Injector injector, Console console, Supplier<List<AuditPage>> audits) {
    this.audits = audits;
    this.injector = injector;
    this.console = console;
  }

  /** The split of that name. */
  public static Split split(String name) {
    return Arrays.stream(Split.values())
        .filter(split -> split.key().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Diagnostic.of(CliCode.BAD_OPTION)
                    .at("--feed")
                    .found("\"%s\"", name)
                    .need("one of %s", Arrays.stream(Split.values()).map(Split::key).toList())
                    .toException());
  }

  /** Sends the split's samples, at most {@code limit} of them, and prints what came of it. */
  public void run(Project project, Split split, int limit) throws InterruptedException {
    Dataset data = ProjectData.load(project).of(split).first(limit);
    Target target = injector.awaitTarget(Signature.of(project), "any transport", DEVICE_LIMIT);
    List<byte[]> samples = data.raw();
    List<Injected> results =
        injector.injectAll(
            target, samples, true, done -> console.progress("samples", done, samples.size()));
    FeedSummary summary = FeedSummary.of(data, results);
    console.line(
        "%d samples: %.2f %% right; %d local, %d answered, %d degraded; the device alone %.2f %%",
        summary.samples(),
        100 * summary.accuracy(),
        summary.local(),
        summary.answered(),
        summary.degraded(),
        100 * summary.deviceAccuracy());
    console.line(
        "round trip of an upcalled sample p50 %.1f ms, p99 %.1f ms; %.0f B to the device and %.0f B"
            + " from it per sample",
        summary.p50Ms(), summary.p99Ms(), summary.bytesToDevice(), summary.bytesFromDevice());
    List<AuditPage> pages = audits.get();
    pages.forEach(page -> console.line("%s", page));
    console.json(summary.with(pages));
  }
}
