package dev.upcall.host.remote;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Header;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.transport.BusListener;
import dev.upcall.host.transport.BusOptions;
import dev.upcall.host.transport.MqttBus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one member of a project for the gateways of a site: what {@code upcall member} starts.
 * Requests are answered in the order in which they come, on one thread; that it lives, it says
 * whether that thread is busy or not.
 */
public final class MemberServer implements BusListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemberServer.class);
  private static final int MAX_WAITING = 64;
  private static final long MAX_WAITING_BYTES = 64L << 20;

  private final long signature;
  private final String member;
  private final int boot;
  private final ServerSettings settings;
  private final MemberTopics topics;
  private final Answering answering;
  private final ThreadPoolExecutor runner;
  private final ScheduledThreadPoolExecutor worker;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicInteger beats = new AtomicInteger();
  private final LongAdder answers = new LongAdder();
  private final Set<DiagnosticCode> told = ConcurrentHashMap.newKeySet();
  private final MqttBus bus;

  private MemberServer(Project project, LocalMember model, ServerSettings settings) {
    this.signature = Header.signatureOf(Signature.of(project));
    this.member = model.name();
    // 31 bits tell lives apart, and make a short name at the broker.
    this.boot = RandomGenerator.getDefault().nextInt() & Integer.MAX_VALUE;
    this.settings = settings;
    this.topics = new MemberTopics(settings.site());
    this.answering = new Answering(project, model, signature, boot);
    this.runner =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            DaemonThreads.named("member " + member));
    this.worker = DaemonThreads.scheduler("member bus");
    String state = topics.state(signature, member, settings.replica());
    this.bus =
        new MqttBus(
            new BusOptions(
                settings.brokers(),
                settings.security(),
                settings.security().clientId("member", boot),
                Optional.of(state)),
            this,
            worker,
            RandomGenerator.getDefault());
  }

  /**
   * Loads a member and serves it from now on.
   *
   * @throws UpcallException UP3001-UP3012 if it cannot be loaded, UP3022 if the broker refuses,
   *     UP3121 if others could listen
   */
  public static MemberServer start(Project project, String member, ServerSettings settings) {
    MemberServer server = new MemberServer(project, LocalMember.open(project, member), settings);
    try {
      server.bus.subscribe(server.topics.ask(server.signature, member, settings.replica()));
      server.bus.start();
    } catch (UpcallException e) {
      server.close();
      throw e;
    }
    long period = settings.beat().toMillis();
    server.worker.scheduleAtFixedRate(server::beat, period, period, TimeUnit.MILLISECONDS);
    return server;
  }

  /** Requests answered so far. */
  public long answers() {
    return answers.sum();
  }

  /** On the worker, behind the subscription: who hears it may ask. */
  @Override
  public void connected() {
    beat();
  }

  private void beat() {
    Beat beat = new Beat(beats.incrementAndGet(), signature, boot, settings.beat());
    bus.retain(topics.state(signature, member, settings.replica()), beat.encode());
  }

  @Override
  public void arrived(String topic, byte[] payload) {
    Request request;
    try {
      if (!(MemberMessage.decode(payload) instanceof Request decoded)) {
        return;
      }
      request = decoded;
    } catch (UpcallException e) {
      if (told.add(e.diagnostics().get(0).code())) {
        LOG.warn("what came from a gateway is dropped: {}", e.getMessage());
      }
      return;
    }
    if (waitingBytes.addAndGet(payload.length) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-payload.length);
      reply(request, answering.busy(request));
      return;
    }
    try {
      runner.execute(
          () -> {
            waitingBytes.addAndGet(-payload.length);
            reply(request, answering.to(request));
          });
    } catch (RejectedExecutionException e) {
      waitingBytes.addAndGet(-payload.length);
      reply(request, answering.busy(request));
    }
  }

  private void reply(Request request, MemberMessage answer) {
    answers.increment();
    bus.publish(topics.answers(request.replyTo()), answer.encode());
  }

  /** Leaves: the broker tells the gateways at once. */
  @Override
  public void close() {
    bus.close();
    worker.shutdownNow();
    runner.execute(answering::close);
    runner.shutdown();
  }
}
