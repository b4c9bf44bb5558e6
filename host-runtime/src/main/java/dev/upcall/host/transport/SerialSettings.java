package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A serial port with a device on it, or several of a kind with a device each.
 *
 * @param port such as {@code /dev/ttyACM0}; or a pattern such as {@code /dev/ttyACM*}, for
 *     whichever are there at any time
 * @param baud {@value #MIN_BAUD} to {@value #MAX_BAUD}
 */
public record SerialSettings(String port, int baud) {
  public static final int MIN_BAUD = 300;
  public static final int MAX_BAUD = 4_000_000;
  public static final int STANDARD_BAUD = 115_200;

  private static final Pattern WITH_BAUD = Pattern.compile("(.+)@(\\d{1,9})");

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP3240 for a pattern that is none
   */
  public SerialSettings {
    if (port.isBlank() || baud < MIN_BAUD || baud > MAX_BAUD) {
      throw new IllegalArgumentException("serial port \"" + port + "\" at " + baud);
    }
    if (PortPattern.isOne(port)) {
      PortPattern.parse(port);
    }
  }

  /**
   * What {@code port} or {@code port@baud} says.
   *
   * @param baud where the text has none
   * @throws dev.upcall.core.diagnostic.UpcallException UP3240
   */
  public static SerialSettings parse(String text, int baud) {
    Matcher matcher = WITH_BAUD.matcher(text);
    boolean rated = matcher.matches();
    int rate = rated ? Integer.parseInt(matcher.group(2)) : baud;
    if (text.isBlank() || rate < MIN_BAUD || rate > MAX_BAUD) {
      throw Diagnostic.of(HostCode.SERIAL_PORT, text)
          .found(text.isBlank() ? "nothing" : "%d baud", rate)
          .need("a port, or port@baud with %d to %d baud", MIN_BAUD, MAX_BAUD)
          .fix("for example /dev/ttyACM0@921600")
          .toException();
    }
    return new SerialSettings(rated ? matcher.group(1) : text, rate);
  }
}
