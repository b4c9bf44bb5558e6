package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.HostCode;
import java.util.Map;

/**
 * Which device of a site bears which number: the one whose topic it came on first. A broker binds
 * topics to users, but messages name their device by a number, under which its upcalls are answered
 * and counted; so whoever sends another's number is none of these.
 */
final class DeviceNumbers {
  private final Map<Integer, String> devices;

  /**
   * None are known yet.
   *
   * @param limit of more, the number that was not used for longest is anybody's again
   */
  DeviceNumbers(int limit) {
    this.devices = BoundedMap.forgettingUnused(limit);
  }

  /**
   * Makes sure that a device may bear a number.
   *
   * @param device as its topics name it
   * @throws UpcallException UP3130 if it is another's
   */
  synchronized void require(String device, int number) {
    String owner = devices.computeIfAbsent(number, unused -> device);
    if (!owner.equals(device)) {
      throw Diagnostic.of(HostCode.FOREIGN_NUMBER, device)
          .found("number %s, which is that of %s", Integer.toUnsignedString(number), owner)
          .need("a number for each device of a site")
          .fix(
              "provision it with one of its own; if it replaces %s, delete that one's retained"
                  + " birth and start again",
              owner)
          .toException();
    }
  }
}
