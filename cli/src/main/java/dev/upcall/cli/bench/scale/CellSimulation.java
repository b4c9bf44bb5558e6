package dev.upcall.cli.bench.scale;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * One cell of a fleet, event by event: devices ask, the nodes of its broker pass on, its gateways
 * answer in batches, nodes are lost with what they have and come back, devices ask again each
 * second and answer for themselves at their deadline. The same seed gives the same outcome.
 *
 * <p>Simpler than the world: a device is on a node chosen anew for each upcall; a device whose node
 * is lost is on another after 0.1 to 2 s; gateways take turns by chance; no gateway knows what
 * another answered, so that a repeated upcall costs as much as the first.
 */
public final class CellSimulation {
  /** As devices do: docs/wire.md. */
  private static final double REPEAT_S = 1;

  private static final double RECONNECT_LEAST_S = 0.1;
  private static final double RECONNECT_MOST_S = 2;

  private final LoadModel model;
  private final Scenario scenario;
  private final double networkS;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Tally tally;
  private final SimulatedBroker[] brokers;
  private final SimulatedGateway[] gateways;
  private long order;
  private double now;

  /** Something that is due; of two at one time the one that was planned first. */
  private record Event(double at, long order, DoubleConsumer what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private CellSimulation(LoadModel model, Scenario scenario, double networkS, long seed) {
    this.model = model;
    this.scenario = scenario;
    this.networkS = networkS;
    this.random = new SplittableRandom(seed);
    this.tally = new Tally(scenario);
    this.brokers = new SimulatedBroker[model.brokers()];
    for (int i = 0; i < brokers.length; i++) {
      brokers[i] = new SimulatedBroker(1 / model.capacities().brokerMessages());
    }
    this.gateways = new SimulatedGateway[model.gateways()];
    for (int i = 0; i < gateways.length; i++) {
      gateways[i] = new SimulatedGateway(model.capacities(), scenario.maxBatch());
    }
  }

  /**
   * What becomes of a cell.
   *
   * @param networkS from a device to its broker, or back
   */
  public static Outcome run(LoadModel model, Scenario scenario, double networkS, long seed) {
    return new CellSimulation(model, scenario, networkS, seed).run();
  }

  private Outcome run() {
    Arrivals arrivals =
        new Arrivals(scenario, model.profile(), model.devicesPerCell(), random.split());
    for (Scenario.Loss loss : scenario.losses()) {
      at(loss.at(), time -> lose(loss));
    }
    at(scenario.warmUp(), time -> tally.begin(brokers, gateways));
    at(scenario.seconds(), time -> tally.end(brokers, gateways));
    next(arrivals);
    while (!events.isEmpty()) {
      Event event = events.remove();
      now = event.at();
      event.what().accept(now);
    }
    return tally.outcome();
  }

  private void at(double time, DoubleConsumer what) {
    events.add(new Event(time, order++, what));
  }

  private void next(Arrivals arrivals) {
    double time = arrivals.next();
    if (time < Double.POSITIVE_INFINITY) {
      at(
          time,
          asked -> {
            Upcall upcall = new Upcall(asked);
            tally.asked(upcall);
            at(asked + model.profile().deadlineS(), end -> tally.missed(upcall));
            send(upcall);
            next(arrivals);
          });
    }
  }

  /** One copy of an upcall on its way; and the next one, if no answer comes. */
  private void send(Upcall upcall) {
    SimulatedBroker broker = brokers[random.nextInt(brokers.length)];
    double delay = networkS;
    if (broker.isLost(now)) {
      delay += random.nextDouble(RECONNECT_LEAST_S, RECONNECT_MOST_S);
      broker = brokers[(random.nextInt(brokers.length - 1) + 1) % brokers.length];
    }
    SimulatedBroker taker = broker;
    at(
        now + delay,
        time ->
            pass(
                taker,
                () -> {
                  sendAgainAt(now + networkS + REPEAT_S, upcall);
                  atGateway(upcall, taker);
                },
                () -> sendAgainAt(now + networkS, upcall)));
  }

  /** A device repeats what the broker has taken and nobody has answered. */
  private void sendAgainAt(double time, Upcall upcall) {
    if (time < upcall.asked() + model.profile().deadlineS()) {
      at(
          time,
          then -> {
            if (!upcall.isOver()) {
              tally.repeated(upcall);
              send(upcall);
            }
          });
    }
  }

  /** Has a broker pass a message on, unless it is lost meanwhile. */
  private void pass(SimulatedBroker broker, Runnable then, Runnable lost) {
    int life = broker.life();
    if (broker.isLost(now)) {
      tally.lost();
      lost.run();
      return;
    }
    at(
        broker.done(now),
        time -> {
          if (broker.life() == life) {
            then.run();
          } else {
            tally.lost();
            lost.run();
          }
        });
  }

  private void atGateway(Upcall upcall, SimulatedBroker broker) {
    int first = random.nextInt(gateways.length);
    for (int i = 0; i < gateways.length; i++) {
      SimulatedGateway gateway = gateways[(first + i) % gateways.length];
      if (!gateway.isLost(now)) {
        if (gateway.take(upcall, broker)) {
          work(gateway);
        } else {
          tally.turnedAway(upcall);
        }
        return;
      }
    }
    tally.lost();
  }

  private void work(SimulatedGateway gateway) {
    double done = gateway.begin(now);
    if (Double.isNaN(done)) {
      return;
    }
    int life = gateway.life();
    at(
        done,
        time -> {
          if (gateway.life() != life) {
            return;
          }
          for (SimulatedGateway.Copy copy : gateway.end()) {
            pass(
                copy.broker(),
                () -> at(now + networkS, home -> tally.answered(copy.upcall(), home)),
                () -> {});
          }
          work(gateway);
        });
  }

  private void lose(Scenario.Loss loss) {
    if (loss.tier() == Scenario.Tier.BROKER) {
      brokers[0].lose(loss.until());
    } else {
      tally.lost(gateways[0].lose(loss.until()));
    }
  }
}
