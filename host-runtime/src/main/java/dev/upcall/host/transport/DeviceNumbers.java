package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which device of a site bears which number: the one whose topic it came on first. A broker binds
 * topics to users, but messages name their device by a number, under which its upcalls are answered
 * and counted; so whoever sends another's number is none of these. A gateway that is a device of
 * its tier above bears those of all its devices.
 */
final class DeviceNumbers {
  /** Of all numbers, what one device may bear before it is who makes room: one in so many. */
  private static final int SHARE = 100;

  private final int limit;
  private final int share;
  private final Map<Integer, String> owners = new HashMap<>();

  /** Each device's numbers, the one not used for longest first. */
  private final Map<String, LinkedHashSet<Integer>> borne = new HashMap<>();

  /** Those with more than their share; never more than {@link #SHARE} of them. */
  private final Set<String> large = new HashSet<>();

  /**
   * None are known yet.
   *
   * @param limit numbers that are known at a time. Of more, who bears more than its share loses the
   *     one that it did not use for longest: the newcomer itself, else who bears most. Where nobody
   *     does, the newcomer is refused, so that many numbers take nobody else's single one away.
   */
  DeviceNumbers(int limit) {
    this.limit = limit;
    this.share = Math.max(1, limit / SHARE);
  }

  /**
   * Makes sure that a device may bear a number.
   *
   * @param device as its topics name it
   * @throws UpcallException UP3130 if it is another's, or no more can be known
   */
  synchronized void require(String device, int number) {
    String owner = owners.get(number);
    if (owner == null) {
      if (owners.size() == limit && !makeRoom(device)) {
        throw refusal(device)
            .found("%s numbers of other devices", limit)
            .need("at most as many in a site")
            .fix("divide the devices among several sites")
            .toException();
      }
    } else if (!owner.equals(device)) {
      throw refusal(device)
          .found("number %s, which is that of %s", Integer.toUnsignedString(number), owner)
          .need("a number for each device of a site")
          .fix(
              "provision it with one of its own; if it replaces %s, delete that one's retained"
                  + " birth and start again",
              owner)
          .toException();
    }
    use(device, number);
  }

  private static Diagnostic refusal(String device) {
    return Diagnostic.of(HostCode.FOREIGN_NUMBER, device);
  }

  private boolean makeRoom(String device) {
    if (large.contains(device)) {
      forgetOne(device);
      return true;
    }
    var most = large.stream().max(Comparator.comparingInt(one -> borne.get(one).size()));
    most.ifPresent(this::forgetOne);
    return most.isPresent();
  }

  private void forgetOne(String device) {
    LinkedHashSet<Integer> numbers = borne.get(device);
    var unused = numbers.iterator();
    owners.remove(unused.next());
    unused.remove();
    if (numbers.size() <= share) {
      large.remove(device);
    }
  }

  private void use(String device, int number) {
    owners.put(number, device);
    LinkedHashSet<Integer> numbers = borne.computeIfAbsent(device, unused -> new LinkedHashSet<>());
    numbers.remove(number);
    numbers.add(number);
    if (numbers.size() > share) {
      large.add(device);
    }
  }
}
