package dev.upcall.host.inject;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One device's samples: those under way and those that wait for room. Under the owner's lock. */
final class SampleQueue {
  private final Deque<PendingSample> waiting = new ArrayDeque<>();
  private final Map<Integer, PendingSample> underWay = new LinkedHashMap<>();

  void add(PendingSample sample) {
    waiting.addLast(sample);
  }

  /** Moves samples under way until {@code room} of them are, and returns those moved. */
  List<PendingSample> start(int room) {
    List<PendingSample> started = new ArrayList<>();
    while (underWay.size() < room && !waiting.isEmpty()) {
      PendingSample sample = waiting.removeFirst();
      underWay.put(sample.sequence(), sample);
      started.add(sample);
    }
    return started;
  }

  Optional<PendingSample> underWay(int sequence) {
    return Optional.ofNullable(underWay.get(sequence));
  }

  Optional<PendingSample> take(int sequence) {
    return Optional.ofNullable(underWay.remove(sequence));
  }

  /** The device announced itself: all samples are for this start of it. */
  List<PendingSample> retarget(Target target) {
    int boot = target.birth().header().boot();
    List<PendingSample> lost = new ArrayList<>();
    for (PendingSample sample : underWay.values()) {
      if (sample.target().birth().header().boot() != boot) {
        lost.add(sample);
      }
      sample.retarget(target);
    }
    waiting.forEach(sample -> sample.retarget(target));
    return lost;
  }
}
