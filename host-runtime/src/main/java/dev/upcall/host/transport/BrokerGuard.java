package dev.upcall.host.transport;

import dev.upcall.host.security.AccessRules.Access;
import dev.upcall.host.security.BrokerUsers;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;

/**
 * Stands at the door of the embedded broker. Artemis asks it who may come in and which addresses a
 * user may have; and it sees every packet before Artemis does, since ids, wills, shared
 * subscriptions and the names of queues that Artemis reads in topics are checked nowhere else. A
 * packet that is refused ends its connection.
 */
final class BrokerGuard implements ActiveMQSecurityManager5, MQTTInterceptor {
  /** Larger messages of devices are none of ours; members get whole batches. */
  private static final int MAX_PAYLOAD_BYTES = 1 << 20;

  private static final int MAX_BATCH_BYTES = 32 << 20;
  private static final String DEVICES = "upcall/v1/";

  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_/-]{1,256}");
  private static final Pattern FILTER =
      Pattern.compile("(\\$share/[A-Za-z0-9_-]{1,64}/)?[A-Za-z0-9_+/#-]{1,256}");

  private final BrokerUsers users;
  private final WildcardConfiguration wildcards;

  BrokerGuard(BrokerUsers users, WildcardConfiguration wildcards) {
    this.users = users;
    this.wildcards = wildcards;
  }

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttConnectMessage connect) {
      return mayConnect(connect);
    }
    if (packet instanceof MqttPublishMessage publish) {
      String topic = publish.variableHeader().topicName();
      // An alias, which would hide whose topic it is, is not among what this broker offers.
      return TOPIC.matcher(topic).matches()
          && publish.payload().readableBytes()
              <= (topic.startsWith(DEVICES) ? MAX_PAYLOAD_BYTES : MAX_BATCH_BYTES);
    }
    if (packet instanceof MqttSubscribeMessage subscribe) {
      return subscribe.payload().topicSubscriptions().stream()
          .allMatch(subscription -> FILTER.matcher(subscription.topicFilter()).matches());
    }
    return true;
  }

  private boolean mayConnect(MqttConnectMessage connect) {
    String user = connect.payload().userName();
    if (!users.acceptsClient(user, connect.payload().clientIdentifier())) {
      return false;
    }
    if (!connect.variableHeader().isWillFlag()) {
      return true;
    }
    String will = connect.payload().willTopic();
    return TOPIC.matcher(will).matches() && users.allow(user, Access.WRITE, will);
  }

  @Override
  public Subject authenticate(
      String user, String password, RemotingConnection connection, String securityDomain) {
    if (!users.accepts(user, password)) {
      return null;
    }
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    return subject;
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    if (subject == null) {
      return false;
    }
    // Where a queue is concerned too, its name follows the address.
    String topic =
        MQTTUtil.getMqttTopicFromCoreAddress(
            CompositeAddress.extractAddressName(address), wildcards);
    return subject.getPrincipals(UserPrincipal.class).stream()
        .anyMatch(user -> allow(user.getName(), check, topic));
  }

  /** Artemis makes addresses and queues as topics are first used: either use will do. */
  private boolean allow(String user, CheckType check, String topic) {
    boolean write = users.allow(user, Access.WRITE, topic);
    boolean read = users.allow(user, Access.READ, topic);
    return switch (check) {
      case SEND -> write;
      case CREATE_ADDRESS -> read || write;
      case CONSUME, BROWSE, CREATE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE -> read;
      case DELETE_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE -> read;
      default -> false;
    };
  }

  @Override
  public boolean validateUser(String user, String password) {
    return users.accepts(user, password);
  }

  /** Of an older interface, which does not name the address. */
  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType check) {
    return false;
  }
}
