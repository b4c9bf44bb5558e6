package dev.upcall.host.remote;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Header;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberSlot;
import dev.upcall.host.member.Wanted;
import dev.upcall.host.transport.BusListener;
import dev.upcall.host.transport.BusOptions;
import dev.upcall.host.transport.MqttBus;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's way to the members that run in other processes: one connection for all of them. */
public final class RemoteMembers implements Elsewhere, BusListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteMembers.class);
  private static final long SWEEP_MS = 50;
  private static final RandomGenerator RANDOM = new SecureRandom();

  /** The upper bits of an id say which member was asked, the lower ones count. */
  private static final int COUNTER_BITS = 20;

  private static final int MAX_MEMBERS = 1 << Integer.SIZE - COUNTER_BITS - 1;

  private final RemoteSettings settings;
  private final String name;
  private final MemberTopics topics;
  private final ScheduledExecutorService loop;
  private final ScheduledThreadPoolExecutor worker = DaemonThreads.scheduler("members");
  private final List<Seat> seats = new CopyOnWriteArrayList<>();
  private final Set<DiagnosticCode> told = ConcurrentHashMap.newKeySet();
  private final LongAdder malformed = new LongAdder();
  private final MqttBus bus;
  private final ScheduledFuture<?> sweep;

  private record Seat(Address address, RemoteMember member) {}

  private RemoteMembers(RemoteSettings settings, ScheduledExecutorService loop) {
    this.settings = settings;
    // A process number is no name: in containers each gateway may have the same.
    this.name = settings.gateway() + "-" + Integer.toHexString(RANDOM.nextInt());
    this.topics = new MemberTopics(settings.site());
    this.loop = loop;
    this.bus =
        new MqttBus(
            new BusOptions(settings.brokers(), settings.security(), name, Optional.empty()),
            this,
            worker,
            RANDOM);
    this.sweep =
        loop.scheduleWithFixedDelay(
            () -> seats.forEach(seat -> seat.member().sweep()),
            SWEEP_MS,
            SWEEP_MS,
            TimeUnit.MILLISECONDS);
  }

  /**
   * Connects.
   *
   * @param loop of the gateway; not shut down here
   * @throws UpcallException UP3022 if the broker refuses, UP3121 if others could listen
   */
  public static RemoteMembers connect(RemoteSettings settings, ScheduledExecutorService loop) {
    RemoteMembers members = new RemoteMembers(settings, loop);
    try {
      members.bus.subscribe(members.topics.answers(members.name));
      members.bus.start();
      return members;
    } catch (UpcallException e) {
      members.close();
      throw e;
    }
  }

  @Override
  public Optional<MemberSlot> member(EnsembleModels models, String name) {
    if (!settings.has(name)) {
      return Optional.empty();
    }
    long signature = Header.signatureOf(Signature.of(models.project()));
    Address address = Address.of(models, signature, name);
    synchronized (seats) {
      if (seats.size() == MAX_MEMBERS) {
        throw new IllegalStateException("more than " + MAX_MEMBERS + " members elsewhere");
      }
      Letterbox letterbox = new Letterbox(address, seats.size());
      RemoteMember member = new RemoteMember(address, letterbox, settings, System::nanoTime, loop);
      seats.add(new Seat(address, member));
      bus.subscribe(topics.states(signature, name));
      return Optional.of(member);
    }
  }

  /** Messages that were none. */
  public long malformed() {
    return malformed.sum();
  }

  /** Sends one member's requests; belongs to the loop. */
  private final class Letterbox implements RemoteMember.Post {
    private final Address address;
    private final int seat;

    /**
     * From anywhere, so that an answer to an earlier life of this gateway is to nobody's question.
     */
    private int counter = RANDOM.nextInt();

    Letterbox(Address address, int seat) {
      this.address = address;
      this.seat = seat;
    }

    @Override
    public Optional<Integer> send(Replica to, Wanted wanted, int boundary, List<byte[]> carried) {
      int each = carried.isEmpty() ? 0 : carried.get(0).length;
      if (Request.bytes(carried.size(), each) > MemberMessage.MAX_BYTES) {
        LOG.warn("{} samples of {} B are too much for one message", carried.size(), each);
        return Optional.empty();
      }
      int id = seat << COUNTER_BITS | counter++ & (1 << COUNTER_BITS) - 1;
      Request request =
          new Request(id, address.signature(), address.member(), name, boundary, wanted, carried);
      String topic = topics.ask(address.signature(), address.member(), to.name());
      return bus.publish(topic, request.encode()) ? Optional.of(id) : Optional.empty();
    }
  }

  @Override
  public void arrived(String topic, byte[] payload) {
    if (topic.equals(topics.answers(name))) {
      decode(payload).ifPresent(this::answer);
      return;
    }
    Optional<MemberTopics.Replica> from = topics.parse(topic);
    if (from.isEmpty()) {
      return;
    }
    if (payload.length == 0) {
      onMember(from.get(), member -> member.lost(from.get().replica(), "the broker says so"));
    } else if (decode(payload).orElse(null) instanceof Beat beat) {
      onMember(from.get(), member -> member.beat(from.get().replica(), beat));
    }
  }

  private void answer(MemberMessage message) {
    int seat = message.id() >>> COUNTER_BITS;
    if (seat < seats.size() && seats.get(seat).address().signature() == message.signature()) {
      onLoop(() -> seats.get(seat).member().answered(message));
    }
  }

  private void onMember(MemberTopics.Replica from, Consumer<RemoteMember> action) {
    for (Seat seat : seats) {
      if (seat.address().signature() == from.signature()
          && seat.address().member().equals(from.member())) {
        onLoop(() -> action.accept(seat.member()));
      }
    }
  }

  private Optional<MemberMessage> decode(byte[] payload) {
    try {
      return Optional.of(MemberMessage.decode(payload));
    } catch (UpcallException e) {
      malformed.increment();
      if (told.add(e.diagnostics().get(0).code())) {
        LOG.warn("what came from a member is dropped: {}", e.getMessage());
      }
      return Optional.empty();
    }
  }

  @Override
  public void disconnected() {
    onLoop(() -> seats.forEach(seat -> seat.member().lostAll("no connection to the broker")));
  }

  private void onLoop(Runnable work) {
    try {
      loop.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("a member spoke after the end of the gateway");
    }
  }

  @Override
  public void close() {
    sweep.cancel(false);
    bus.close();
    worker.shutdownNow();
  }
}
