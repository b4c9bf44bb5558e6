package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.Credentials;
import dev.upcall.host.security.MqttSecurity;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/** What all connections with MQTT 5 have in common: whom they trust, and who they are. */
final class Mqtt5Connect {
  private static final int REFUSED = 0x80;

  private Mqtt5Connect() {}

  /**
   * Options without a session, with the files and the password read now.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3122-UP3124 or UP3150 if one is broken
   */
  static MqttConnectionOptions options(
      BrokerAddress broker, MqttSecurity security, Duration timeout) {
    MqttConnectionOptions connect = new MqttConnectionOptions();
    connect.setCleanStart(true);
    connect.setAutomaticReconnect(false);
    connect.setConnectionTimeout((int) Math.max(1, timeout.toSeconds()));
    connect.setSocketFactory(MqttSockets.of(broker, security));
    security.credentials().ifPresent(credentials -> show(credentials, connect));
    return connect;
  }

  private static void show(Credentials credentials, MqttConnectionOptions connect) {
    var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(credentials.password().read()));
    byte[] password = new byte[encoded.remaining()];
    encoded.get(password);
    connect.setUserName(credentials.user());
    connect.setPassword(password);
  }

  /**
   * Refuses what the broker said of a subscription, if it was no.
   *
   * @throws MqttException not authorized
   */
  static void requireGranted(IMqttToken subscribed) throws MqttException {
    for (int code : subscribed.getGrantedQos()) {
      if (code >= REFUSED) {
        throw new MqttException(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED);
      }
    }
  }

  /** A failure by its cause, as far as the broker told it. */
  static MqttFailure failure(Exception cause) {
    int code = cause instanceof MqttException mqtt ? mqtt.getReasonCode() : 0;
    return new MqttFailure(
        cause,
        code == MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED
            || code == MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD);
  }
}
