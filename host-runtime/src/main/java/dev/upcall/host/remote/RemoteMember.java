package dev.upcall.host.remote;

import dev.upcall.host.ensemble.Breaker;
import dev.upcall.host.ensemble.MemberSlot;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import dev.upcall.host.member.Wanted;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member that runs in other processes, any number of replicas of it. Each batch goes to the one
 * with the least to do. When that dies, its batches go to another at once; when it is silent for
 * half of a batch's time, one that is idle is asked too, and the first answer counts. What a
 * replica is worth its {@link Breaker} says, and a new life of it begins with a clean slate.
 *
 * <p>Belongs to the ensemble's loop, as every {@link MemberSlot}.
 */
final class RemoteMember implements MemberSlot {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteMember.class);

  /** Whoever may publish at the broker could otherwise fill the memory with names. */
  private static final int MAX_REPLICAS = 64;

  /** Times the missed beats that end the asking, after which a replica is forgotten. */
  private static final int FORGOTTEN = 10;

  private final Address address;
  private final Post post;
  private final RemoteSettings settings;
  private final LongSupplier nanos;
  private final ScheduledExecutorService loop;
  private final Map<String, Replica> replicas = new TreeMap<>();
  private final Map<Integer, Flight> flights = new LinkedHashMap<>();
  private boolean inService;
  private long order;

  /** Sends requests. */
  @FunctionalInterface
  interface Post {
    /**
     * Sends a request, never blocking.
     *
     * @return the id by which it is answered; empty if it was not sent
     */
    Optional<Integer> send(Replica to, Wanted wanted, int boundary, List<byte[]> carried);
  }

  /**
   * A member of which no replica is known yet.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   */
  RemoteMember(
      Address address,
      Post post,
      RemoteSettings settings,
      LongSupplier nanos,
      ScheduledExecutorService loop) {
    this.address = address;
    this.post = post;
    this.settings = settings;
    this.nanos = nanos;
    this.loop = loop;
  }

  @Override
  public String name() {
    return address.member();
  }

  /** Overdue where there are replicas and none of them is worth asking. */
  @Override
  public MemberState state() {
    if (!inService || replicas.isEmpty()) {
      return MemberState.DOWN;
    }
    return replicas.values().stream().anyMatch(one -> one.breaker().allows(one.underWay()))
        ? MemberState.UP
        : MemberState.OVERDUE;
  }

  @Override
  public boolean takesMore() {
    return inService && replicas.values().stream().anyMatch(Replica::hasRoom);
  }

  @Override
  public void start() {
    inService = true;
  }

  @Override
  public void stop() {
    inService = false;
    for (Flight flight : List.copyOf(flights.values())) {
      if (flight.isOpen()) {
        flight.asked().drop();
      }
    }
  }

  @Override
  public void run(
      Question question, Duration budget, BiConsumer<List<MemberOutput>, Throwable> done) {
    Asked asked = new Asked(question, done);
    if (!ask(asked, false) && !ask(asked, Replica::hasRoom, false)) {
      loop.execute(() -> asked.settle(null, silent("no replica takes more")));
    } else if (replicas.size() > 1) {
      asked.hedge(loop.schedule(() -> hedge(asked), budget.toNanos() / 2, TimeUnit.NANOSECONDS));
    }
  }

  /** Asks another replica too, unless it has work of its own: a slow machine needs no more load. */
  private void hedge(Asked asked) {
    if (!asked.isSettled()) {
      ask(asked, replica -> replica.breaker().isClosed() && replica.underWay() == 0, true);
    }
  }

  private boolean ask(Asked asked, boolean hedge) {
    return ask(asked, Replica::isFree, hedge);
  }

  /** Gives a batch to the best of those replicas that have not had it; false if there is none. */
  private boolean ask(Asked asked, Predicate<Replica> among, boolean hedge) {
    Optional<Replica> best =
        replicas.values().stream()
            .filter(among)
            .filter(replica -> !asked.hasTried(replica))
            .min(
                Comparator.comparing((Replica replica) -> !replica.breaker().isClosed())
                    .thenComparing(Replica::underWay));
    if (best.isEmpty()) {
      return false;
    }
    Replica replica = best.get();
    asked.tries(replica);
    Optional<Integer> id =
        post.send(
            replica,
            address.shape().wanted(),
            asked.question().boundary(),
            asked.question().carried());
    if (id.isEmpty()) {
      return false;
    }
    if (!replica.breaker().isClosed() && replica.isFree()) {
      // Its one chance may be lost on the way, and then nothing else would ask for it.
      probeLater(replica);
    }
    replica.given();
    flights.put(id.get(), new Flight(id.get(), order++, replica, asked, hedge));
    return true;
  }

  @Override
  public void late(Question question) {
    for (Flight flight : List.copyOf(flights.values())) {
      if (!flight.isOpen() || flight.asked().question() != question) {
        continue;
      }
      flight.asked().setLate();
      if (!flight.hedge() && flight.replica().breaker().timedOut()) {
        LOG.warn("replica {} of {} let a deadline pass", flight.replica().name(), address);
        probeLater(flight.replica());
        moveFrom(flight.replica());
      }
    }
  }

  /** What else hangs there has time left: another replica may answer it. */
  private void moveFrom(Replica replica) {
    for (Flight flight : List.copyOf(flights.values())) {
      if (flight.replica() == replica && flight.isOpen() && !flight.asked().isLate()) {
        ask(flight.asked(), true);
      }
    }
  }

  private void probeLater(Replica replica) {
    long pause = replica.breaker().nextPause().toNanos();
    replica.probe(loop.schedule(() -> probe(replica), pause, TimeUnit.NANOSECONDS));
  }

  /**
   * Asks for a sign of life, which comes when everything that was asked before is through: then
   * what was lost on the way is known, too, and is in the way of no other.
   */
  private void probe(Replica replica) {
    if (replicas.get(replica.name()) == replica && !replica.breaker().allows(replica.underWay())) {
      post.send(replica, Wanted.LOGITS, 0, List.of())
          .ifPresent(id -> flights.put(id, new Flight(id, order++, replica, null, false)));
      probeLater(replica);
    }
  }

  /** A member's answer. Those to nobody's question, or of another life, are ignored. */
  void answered(MemberMessage message) {
    Flight flight = flights.get(message.id());
    if (flight == null) {
      return;
    }
    if (message instanceof Response response && response.boot() == flight.replica().boot()) {
      end(flight);
      responded(flight, response);
    } else if (message instanceof Refusal refusal && refusal.boot() == flight.replica().boot()) {
      end(flight);
      refused(flight, refusal.text());
    }
  }

  private void responded(Flight flight, Response response) {
    Replica replica = flight.replica();
    replica.seen(nanos.getAsLong());
    endBefore(flight);
    if (flight.isProbe()) {
      replica.breaker().probed();
      return;
    }
    Asked asked = flight.asked();
    if (!address.fits(response, asked.question().carried().size())) {
      refused(flight, "an answer of another size");
      return;
    }
    if (asked.isLate()) {
      replica.breaker().probed();
    } else {
      replica.breaker().succeeded();
    }
    asked.settle(address.outputs(response), null);
  }

  private void refused(Flight flight, String why) {
    Replica replica = flight.replica();
    replica.seen(nanos.getAsLong());
    if (flight.isProbe()) {
      return;
    }
    if (replica.breaker().failed()) {
      LOG.warn("replica {} of {} fails: {}", replica.name(), address, why);
      probeLater(replica);
    }
    tryElsewhere(flight, why);
  }

  private void tryElsewhere(Flight flight, String why) {
    if (flight.isOpen() && !isUnderWay(flight.asked()) && !ask(flight.asked(), false)) {
      flight.asked().settle(null, silent(why));
    }
  }

  private boolean isUnderWay(Asked asked) {
    return flights.values().stream().anyMatch(flight -> flight.asked() == asked);
  }

  /** Takes note of a sign of life. */
  void beat(String name, Beat beat) {
    Replica known = replicas.get(name);
    if (known != null && known.boot() == beat.boot()) {
      if (known.isSilent(nanos.getAsLong(), settings.missedBeats())) {
        known.breaker().probed();
      }
      known.beat(beat, nanos.getAsLong());
      return;
    }
    if (known != null) {
      lost(name, "it was started anew");
    } else if (replicas.size() >= MAX_REPLICAS) {
      LOG.debug("one replica of {} too many: {}", address, name);
      return;
    }
    LOG.info("replica {} of {} is there", name, address);
    replicas.put(name, new Replica(name, beat, nanos.getAsLong(), settings));
  }

  /** A replica is gone: what it was asked goes to the others at once. */
  void lost(String name, String why) {
    Replica replica = replicas.remove(name);
    if (replica == null) {
      return;
    }
    LOG.warn("replica {} of {} is lost: {}", name, address, why);
    replica.stopProbing();
    for (Flight flight : List.copyOf(flights.values())) {
      if (flight.replica() == replica) {
        end(flight);
        tryElsewhere(flight, "replica " + name + " is lost");
      }
    }
  }

  /** All are gone, for the way to them is. */
  void lostAll(String why) {
    List.copyOf(replicas.keySet()).forEach(name -> lost(name, why));
  }

  /**
   * Asks those no more that missed beats, and forgets them when they missed many. What they were
   * asked may still be answered: where the whole machine was slow for a moment, late is better than
   * never.
   */
  void sweep() {
    long now = nanos.getAsLong();
    for (Replica replica : List.copyOf(replicas.values())) {
      if (replica.isSilent(now, FORGOTTEN * settings.missedBeats())) {
        lost(replica.name(), "silent for too long");
      } else if (replica.isSilent(now, settings.missedBeats()) && replica.breaker().timedOut()) {
        LOG.warn(
            "replica {} of {} missed {} beats", replica.name(), address, settings.missedBeats());
        probeLater(replica);
        moveFrom(replica);
      }
    }
  }

  private void end(Flight flight) {
    flights.remove(flight.id());
    if (!flight.isProbe()) {
      flight.replica().returned();
    }
  }

  /** A replica answers in order: what it was asked before and has not answered is lost. */
  private void endBefore(Flight answered) {
    for (Flight flight : List.copyOf(flights.values())) {
      if (flight.replica() == answered.replica() && flight.order() < answered.order()) {
        end(flight);
        tryElsewhere(flight, "the request or its answer was lost");
      }
    }
  }

  private Exception silent(String why) {
    return MemberError.SILENT.with(address.member()).found("%s", why).toException();
  }
}
