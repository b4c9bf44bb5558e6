package dev.upcall.host.transport;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A port of jSerialComm, 8N1 without flow control. Its disconnect events are not used, since they
 * repeat in a tight loop until the port is closed, and isOpen() stays true after the other end is
 * gone: only a read of -1 tells.
 */
final class JSerialCommLine implements SerialLine {
  private static final int READ_WAIT_MS = 200;
  private static final int DATA_BITS = 8;
  private static final int ACCESS_DENIED = 13;

  private final SerialPort port;

  private JSerialCommLine(SerialPort port) {
    this.port = port;
  }

  static SerialLine open(String path, int baud) {
    // jSerialComm accepts some names of ports that are not there.
    if (path.startsWith("/") && !Files.exists(Path.of(path))) {
      throw missing(path);
    }
    SerialPort port;
    try {
      port = SerialPort.getCommPort(path);
    } catch (SerialPortInvalidPortException e) {
      throw missing(path);
    }
    port.setComPortParameters(baud, DATA_BITS, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_WAIT_MS, 0);
    if (!port.openPort()) {
      boolean denied = port.getLastErrorCode() == ACCESS_DENIED;
      throw Diagnostic.of(HostCode.PORT_BUSY, path)
          .found(
              denied
                  ? "permission denied"
                  : "another program holds it, or it is no serial port (error %d)",
              port.getLastErrorCode())
          .fix(
              denied
                  ? "add yourself to the port's group: sudo usermod -aG dialout $USER"
                  : "close the other program (lsof %s shows it)",
              path)
          .toException();
    }
    return new JSerialCommLine(port);
  }

  static UpcallException missing(String path) {
    return Diagnostic.of(HostCode.PORT_MISSING, path)
        .need("a serial port, such as /dev/ttyACM0 or COM3")
        .fix("connect the board; ls /dev/tty* shows what there is")
        .toException();
  }

  @Override
  public int read(byte[] buffer) {
    return port.readBytes(buffer, buffer.length);
  }

  @Override
  public int write(byte[] bytes, int offset, int length) {
    return port.writeBytes(bytes, length, offset);
  }

  @Override
  public void close() {
    port.closePort();
  }
}
