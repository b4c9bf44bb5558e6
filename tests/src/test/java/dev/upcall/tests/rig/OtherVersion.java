package dev.upcall.tests.rig;

import dev.upcall.cli.bench.gateway.QuietCallback;
import dev.upcall.core.wire.Crc32c;
import dev.upcall.core.wire.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Makes a gateway of this release one that speaks another version of the wire: what devices of one
 * site say in that version, those of another site say in this one, and the other way round.
 */
public final class OtherVersion extends QuietCallback implements AutoCloseable {
  private static final int CRC_BYTES = 4;

  private final MqttAsyncClient client;
  private final String devices;
  private final String gateway;
  private final int version;

  /**
   * Begins with it.
   *
   * @param devices site of the devices
   * @param gateway site that the gateway serves
   */
  public OtherVersion(String broker, String devices, String gateway, int version)
      throws MqttException {
    this.devices = "upcall/v1/" + devices + "/";
    this.gateway = "upcall/v1/" + gateway + "/";
    this.version = version;
    client = new MqttAsyncClient(broker, "other-version", new MemoryPersistence());
    client.setCallback(this);
    client.connect().waitForCompletion();
    client.subscribe(this.devices + "+/up", 1).waitForCompletion();
    client.subscribe(this.devices + "+/birth", 1).waitForCompletion();
    client.subscribe(this.gateway + "+/down", 1).waitForCompletion();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) throws MqttException {
    boolean up = topic.startsWith(devices);
    byte[] bytes = message.getPayload();
    if (bytes.length < Message.OVERHEAD_BYTES || (up && bytes[0] != version)) {
      throw new AssertionError(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    bytes[0] = (byte) (up ? 1 : version);
    int end = bytes.length - CRC_BYTES;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(end, Crc32c.of(bytes, 0, end));
    String rest = topic.substring((up ? devices : gateway).length());
    client.publish((up ? gateway : devices) + rest, bytes, 1, false);
  }

  @Override
  public void close() throws MqttException {
    client.disconnect().waitForCompletion();
    client.close();
  }
}
