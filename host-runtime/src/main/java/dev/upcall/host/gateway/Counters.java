package dev.upcall.host.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The gateway's counters; any thread may count. */
final class Counters {
  private final Map<GatewayCounter, LongAdder> adders = new EnumMap<>(GatewayCounter.class);

  Counters() {
    for (GatewayCounter counter : GatewayCounter.values()) {
      adders.put(counter, new LongAdder());
    }
  }

  void count(GatewayCounter counter) {
    adders.get(counter).increment();
  }

  Map<GatewayCounter, Long> snapshot() {
    Map<GatewayCounter, Long> values = new EnumMap<>(GatewayCounter.class);
    adders.forEach((counter, adder) -> values.put(counter, adder.sum()));
    return values;
  }
}
