package dev.upcall.host.web;

import dev.upcall.host.BoundedMap;
import dev.upcall.host.gateway.AnsweredUpcall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has asked, and how often the members and the devices' own guesses agreed with the answers.
 * Agreement is no accuracy, but a member that drops out of it is worth a look.
 */
final class Activity {
  private static final int MAX_DEVICES = 10_000;
  private static final int MAX_SHOWN = 100;

  /**
   * What a device did.
   *
   * @param last time of its last upcall, in milliseconds since 1970
   */
  record DeviceActivity(String device, String project, String board, long upcalls, long last) {}

  /**
   * How often somebody gave the class that became the answer.
   *
   * @param project of the member; the device's own guess has the name {@value #DEVICE}
   */
  record Agreement(String project, String member, long agreed, long asked) {}

  static final String DEVICE = "device";

  private record Voter(String project, String member) {}

  private final Map<Integer, DeviceActivity> devices = BoundedMap.forgettingUnused(MAX_DEVICES);
  private final Map<Voter, long[]> agreements = new HashMap<>();

  synchronized void add(AnsweredUpcall answered, RecentAnswer shown) {
    int number = answered.upcall().header().device();
    DeviceActivity before = devices.get(number);
    devices.put(
        number,
        new DeviceActivity(
            shown.device(),
            shown.project(),
            answered.device().map(birth -> birth.board()).orElse(""),
            before == null ? 1 : before.upcalls() + 1,
            shown.time()));
    vote(shown, DEVICE, shown.guess());
    shown.votes().forEach((member, vote) -> vote(shown, member, vote));
  }

  private void vote(RecentAnswer shown, String member, String vote) {
    long[] counts =
        agreements.computeIfAbsent(new Voter(shown.project(), member), unused -> new long[2]);
    counts[0] += vote.equals(shown.answer()) ? 1 : 0;
    counts[1]++;
  }

  /** Those that asked last, first. */
  synchronized List<DeviceActivity> devices() {
    return devices.values().stream()
        .sorted(Comparator.comparingLong(DeviceActivity::last).reversed())
        .limit(MAX_SHOWN)
        .toList();
  }

  synchronized List<Agreement> agreements() {
    List<Agreement> all = new ArrayList<>();
    agreements.forEach(
        (voter, counts) ->
            all.add(new Agreement(voter.project(), voter.member(), counts[0], counts[1])));
    return all;
  }
}
