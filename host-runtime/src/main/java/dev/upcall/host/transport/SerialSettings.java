package dev.upcall.host.transport;

/**
 * A serial port with a device on it.
 *
 * @param port such as {@code /dev/ttyACM0}
 * @param baud {@value #MIN_BAUD} to {@value #MAX_BAUD}
 */
public record SerialSettings(String port, int baud) {
  public static final int MIN_BAUD = 300;
  public static final int MAX_BAUD = 4_000_000;
  public static final int STANDARD_BAUD = 115_200;

  public SerialSettings {
    if (port.isBlank() || baud < MIN_BAUD || baud > MAX_BAUD) {
      throw new IllegalArgumentException("serial port \"" + port + "\" at " + baud);
    }
  }
}
