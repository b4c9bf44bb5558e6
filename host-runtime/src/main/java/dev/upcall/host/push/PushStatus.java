package dev.upcall.host.push;

import dev.upcall.core.wire.Parameters.Guard;
import java.util.List;
import java.util.Map;

/**
 * How pushing to the devices of one project stands. Its components are the fields of the JSON that
 * the page reads.
 *
 * @param project its name
 * @param signature first eight bytes, in hexadecimal digits
 * @param guard when devices go back to the values before
 * @param rounds what was pushed, the last first; those of long ago are forgotten
 * @param devices some of them, those with trouble first
 * @param counts how many there are of each {@link Device#words}
 */
public record PushStatus(
    String project,
    String signature,
    Guard guard,
    List<Round> rounds,
    List<Device> devices,
    Map<String, Integer> counts) {
  /**
   * Values that were pushed.
   *
   * @param by who wanted it
   * @param device name of the only one that was meant; empty: all
   */
  public record Round(long version, String by, String device, List<StageValue> values) {}

  /**
   * A device.
   *
   * @param number in hexadecimal digits
   * @param version of the values that it has, 0 for those that its firmware was built with
   * @param words what it made of those meant for it
   */
  public record Device(String device, String number, long version, String words) {}
}
