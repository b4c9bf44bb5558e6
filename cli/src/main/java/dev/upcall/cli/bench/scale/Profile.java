package dev.upcall.cli.bench.scale;

/**
 * What devices of a fleet do.
 *
 * @param samplesPerSecond that one device decides about
 * @param upcallShare of these, what it asks about, 0 to 1
 * @param inputBytes of an upcall's input
 * @param classes whose scores it sends with it
 * @param deadlineS after which it answers by itself
 * @param peak the busiest hour's rate, by the mean's
 */
public record Profile(
    double samplesPerSecond,
    double upcallShare,
    int inputBytes,
    int classes,
    double deadlineS,
    double peak) {
  /** Header and checksum, the fields of an upcall, and of an answer: docs/wire.md. */
  private static final int MESSAGE_BYTES = 32;

  private static final int UPCALL_BYTES = MESSAGE_BYTES + 4;
  private static final int ANSWER_BYTES = MESSAGE_BYTES + 12;

  /** A PUBLISH around it, with a topic of a site and a device of eight letters each. */
  private static final int PUBLISH_BYTES = 9 + "upcall/v1/sitename/devicenm/down".length();

  /** PUBACK of MQTT 5 without properties. */
  private static final int PUBACK_BYTES = 4;

  public Profile {
    if (samplesPerSecond <= 0 || upcallShare <= 0 || upcallShare > 1 || peak < 1) {
      throw new IllegalArgumentException("rates are above 0, shares at most 1, a peak at least 1");
    }
    if (inputBytes <= 0 || classes <= 0 || deadlineS <= 0) {
      throw new IllegalArgumentException("sizes and times are above 0");
    }
  }

  /** Upcalls that one device makes in a second, in the mean over a day. */
  public double upcallsPerSecond() {
    return samplesPerSecond * upcallShare;
  }

  /** On a device's connection for one upcall, from the device, MQTT and all; TCP and TLS apart. */
  public int bytesUp() {
    return PUBLISH_BYTES + UPCALL_BYTES + classes + inputBytes + PUBACK_BYTES;
  }

  /** The same to the device. */
  public int bytesDown() {
    return PUBLISH_BYTES + ANSWER_BYTES + PUBACK_BYTES;
  }
}
