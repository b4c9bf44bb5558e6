package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.BreakerRules;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberSlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's way to the members on serving clusters. */
public final class ServingMembers implements Elsewhere, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServingMembers.class);

  /** Bodies are written and read there; what is waited for holds none of them. */
  private static final int THREADS = 2;

  private final Map<String, ServingTarget> targets = new LinkedHashMap<>();
  private final BreakerRules rules;
  private final ScheduledExecutorService loop;
  private final ExecutorService worker =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("serving"));
  private final List<ServingClient> clients = new ArrayList<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  /** The same with {@link BreakerRules#STANDARD}. */
  public ServingMembers(List<ServingTarget> targets, ScheduledExecutorService loop) {
    this(targets, BreakerRules.STANDARD, loop);
  }

  /**
   * Connects to nothing yet.
   *
   * @param loop of the gateway; not shut down here
   * @throws UpcallException UP3122, UP3123, UP3150 or UP3223 if certificates or a token are not
   *     sound, UP3224 if a member is there twice
   */
  public ServingMembers(
      List<ServingTarget> targets, BreakerRules rules, ScheduledExecutorService loop) {
    for (ServingTarget target : targets) {
      target.read();
      ServingTarget other = this.targets.put(target.member(), target);
      if (other != null) {
        throw ServingCode.TWICE
            .with(target.member())
            .found("%s and %s", other.address(), target.address())
            .fix("name one; replicas stand behind one address")
            .toException();
      }
    }
    this.rules = rules;
    this.loop = loop;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Looks at the server: where it is away the member is down until it comes.
   *
   * @throws UpcallException UP3221 if it serves another model, UP3222 if the member could never be
   *     served
   */
  @Override
  public Optional<MemberSlot> member(EnsembleModels models, String name) {
    ServingTarget target = targets.get(name);
    if (target == null) {
      return Optional.empty();
    }
    Expected expected = Expected.of(target.address(), models, name);
    ServingClient client =
        target.address().grpc()
            ? new GrpcServingClient(target, worker)
            : new HttpServingClient(target, worker);
    clients.add(client);
    try {
      expected.look(client).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UpcallException unfit
          && unfit.diagnostics().get(0).code() == ServingCode.UNFIT) {
        throw unfit;
      }
      LOG.warn("{} is not served yet: {}", expected, e.getCause().getMessage());
    }
    return Optional.of(
        new ServingMember(expected, target.batch(), client, rules, loop, worker, this::count));
  }

  private void count(Throwable error) {
    String code =
        error instanceof UpcallException known ? known.diagnostics().get(0).code().id() : "other";
    failures.computeIfAbsent(code, unused -> new LongAdder()).increment();
  }

  /** Batches that failed, by the code of the error. */
  public Map<String, Long> failures() {
    Map<String, Long> counts = new TreeMap<>();
    failures.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  @Override
  public void close() {
    clients.forEach(ServingClient::close);
    worker.shutdownNow();
  }
}
