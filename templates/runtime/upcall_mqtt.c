/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* MQTT by libmosquitto, for boards with an operating system. One publish is one whole message:
 *
 *   upcall/v1/<site>/<device>/up      device to host, QoS 1
 *   upcall/v1/<site>/<device>/down    host to device, QoS 1
 *   upcall/v1/<site>/<device>/birth   the birth message, retained
 *   upcall/v1/<site>/<device>/state   "online" or, by last will, "offline", retained
 *
 * $UPCALL_MQTT is host:port and selects this link; $UPCALL_SITE is the site ("default"). A broker's
 * PUBACK counts as delivered, which is why an upcall is kept until the host itself has answered.
 */
#include "upcall_link.h"

#if UPCALL_LINK_MQTT

#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 128
#define QOS 1
#define KEEP_ALIVE_S 30
#define RETRY_MIN_MS 250u
#define RETRY_MAX_MS 8000u
/* Births are the other long messages: 58 bytes and four texts of at most 255. */
#define BIRTH_MAX (UPCALL_MESSAGE_OVERHEAD + 58 + 4 * 255)
#define OUT_MAX (BIRTH_MAX + UPCALL_CLASSES + UPCALL_KEPT_BYTES)

/* One connection per firmware. */
static struct {
    struct mosquitto *client;
    char host[TEXT_MAX];
    int port;
    char down[TEXT_MAX];
    char up[TEXT_MAX];
    char birth[TEXT_MAX];
    char state[TEXT_MAX];
    bool connected;
    bool trying;       /* a connection is being set up */
    bool greet;        /* newly connected: subscribe and say so */
    uint32_t retry_at; /* unconnected: when to try again */
    uint32_t retry_ms;
    const upcall_message_t *message; /* under way; null: none */
    int published;                   /* libmosquitto's id of it; 0: not handed over yet */
    bool delivered;
    uint8_t out[OUT_MAX];
    upcall_link_counts_t counts;
} mqtt;

static void on_connect(struct mosquitto *client, void *context, int code)
{
    (void)client;
    (void)context;
    mqtt.trying = false;
    mqtt.connected = code == 0;
    mqtt.greet = mqtt.connected;
}

static void on_publish(struct mosquitto *client, void *context, int id)
{
    (void)client;
    (void)context;
    if (mqtt.message != NULL && id == mqtt.published) {
        mqtt.message = NULL;
        mqtt.delivered = true;
    }
}

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *in)
{
    (void)client;
    (void)context;
    const uint8_t *bytes = in->payload;
    uint32_t length = in->payloadlen > 0 ? (uint32_t)in->payloadlen : 0;
    if (upcall_message_check(bytes, length) != UPCALL_WIRE_OK) {
        mqtt.counts.dropped++;
        return;
    }
    upcall_header_t header;
    uint8_t *place = NULL;
    upcall_header_read(bytes, &header);
    upcall_open_t answer = upcall_on_open(&header, &place);
    if (answer == UPCALL_OPEN_TAKE) {
        memcpy(place, bytes + UPCALL_HEADER_BYTES, header.length);
        upcall_on_message(&header);
    } else if (answer == UPCALL_OPEN_LATER) {
        upcall_on_overflow(&header);
    }
}

/* "host:port", "host" or "[v6]:port". */
static bool parse_broker(const char *text)
{
    const char *colon = strrchr(text, ':');
    const char *bracket = strchr(text, ']');
    size_t length = strlen(text);
    mqtt.port = 1883;
    if (colon != NULL && (bracket == NULL || colon > bracket)) {
        char *end = NULL;
        long port = strtol(colon + 1, &end, 10);
        if (end == colon + 1 || *end != '\0' || port < 1 || port > 65535) {
            return false;
        }
        mqtt.port = (int)port;
        length = (size_t)(colon - text);
    }
    if (text[0] == '[' && bracket != NULL) {
        text++;
        length = (size_t)(bracket - text);
    }
    if (length == 0 || length >= sizeof mqtt.host) {
        return false;
    }
    memcpy(mqtt.host, text, length);
    mqtt.host[length] = '\0';
    return true;
}

static bool topic(char *out, const char *site, const char *name, const char *channel)
{
    int length = snprintf(out, TEXT_MAX, "upcall/v1/%s/%s/%s", site, name, channel);
    return length > 0 && length < TEXT_MAX && mosquitto_pub_topic_check(out) == MOSQ_ERR_SUCCESS;
}

static upcall_status_t mqtt_start(const upcall_port_t *port, const char *name)
{
    const char *site = getenv("UPCALL_SITE");
    char id[TEXT_MAX];
    (void)snprintf(id, sizeof id, "upcall-%s", name);
    site = site != NULL ? site : "default";
    if (mosquitto_lib_init() != MOSQ_ERR_SUCCESS || !parse_broker(getenv("UPCALL_MQTT"))
        || strchr(site, '/') != NULL || !topic(mqtt.up, site, name, "up")
        || !topic(mqtt.down, site, name, "down") || !topic(mqtt.birth, site, name, "birth")
        || !topic(mqtt.state, site, name, "state")) {
        return UPCALL_BAD_ARGUMENT;
    }
    mqtt.client = mosquitto_new(id, true, NULL);
    if (mqtt.client == NULL) {
        return UPCALL_LINK_FAILED;
    }
    mosquitto_connect_callback_set(mqtt.client, on_connect);
    mosquitto_publish_callback_set(mqtt.client, on_publish);
    mosquitto_message_callback_set(mqtt.client, on_message);
    /* Without it Nagle's algorithm holds small messages back for 40 ms. */
    (void)mosquitto_int_option(mqtt.client, MOSQ_OPT_TCP_NODELAY, 1);
    if (mosquitto_will_set(mqtt.client, mqtt.state, 7, "offline", QOS, true) != MOSQ_ERR_SUCCESS) {
        return UPCALL_LINK_FAILED;
    }
    mqtt.retry_ms = RETRY_MIN_MS;
    mqtt.retry_at = port->millis();
    return UPCALL_OK;
}

static void publish(void)
{
    if (!mqtt.connected || mqtt.message == NULL || mqtt.published != 0) {
        return;
    }
    uint32_t length = mqtt.message->length;
    for (uint32_t i = 0; i < length; i++) {
        mqtt.out[i] = upcall_message_byte(mqtt.message, i);
    }
    bool birth = mqtt.out[1] == UPCALL_MESSAGE_BIRTH;
    const char *to = birth ? mqtt.birth : mqtt.up;
    int id = 0;
    if (mosquitto_publish(mqtt.client, &id, to, (int)length, mqtt.out, QOS, birth)
        == MOSQ_ERR_SUCCESS) {
        mqtt.published = id;
    }
}

static void connect_again(uint32_t now)
{
    if ((int32_t)(now - mqtt.retry_at) < 0) {
        return;
    }
    /* Does not wait for the connection, only for the name's address. */
    int code = mosquitto_connect_async(mqtt.client, mqtt.host, mqtt.port, KEEP_ALIVE_S);
    mqtt.trying = code == MOSQ_ERR_SUCCESS;
    mqtt.retry_at = now + mqtt.retry_ms;
    mqtt.retry_ms = mqtt.retry_ms * 2u < RETRY_MAX_MS ? mqtt.retry_ms * 2u : RETRY_MAX_MS;
}

static void greet(void)
{
    mqtt.greet = false;
    mqtt.retry_ms = RETRY_MIN_MS;
    mqtt.message = NULL;
    (void)mosquitto_subscribe(mqtt.client, NULL, mqtt.down, QOS);
    (void)mosquitto_publish(mqtt.client, NULL, mqtt.state, 6, "online", QOS, true);
    /* Whatever was under way is told again, the birth first. */
    upcall_on_hello();
}

static void mqtt_poll(uint32_t now)
{
    if (mqtt.connected || mqtt.trying) {
        if (mosquitto_loop(mqtt.client, 0, 1) != MOSQ_ERR_SUCCESS) {
            mqtt.connected = false;
            mqtt.trying = false;
            upcall_on_gone();
            mqtt.retry_at = now + mqtt.retry_ms;
        }
    } else {
        connect_again(now);
    }
    if (mqtt.greet) {
        greet();
    }
    publish();
}

static void mqtt_send(const upcall_message_t *message, uint32_t now)
{
    (void)now;
    mqtt.message = message;
    mqtt.published = 0;
    mqtt.delivered = false;
    publish();
}

static upcall_link_state_t mqtt_state(void)
{
    if (mqtt.delivered) {
        mqtt.delivered = false;
        return UPCALL_LINK_DELIVERED;
    }
    return mqtt.message != NULL ? UPCALL_LINK_SENDING : UPCALL_LINK_IDLE;
}

static void mqtt_cancel(void)
{
    mqtt.message = NULL;
    mqtt.delivered = false;
}

#if UPCALL_SAMPLES_IN_ARENA
/* Messages come as a whole. */
static void mqtt_drop(void)
{
}
#endif

/* libmosquitto acknowledges by itself. */
static bool mqtt_settled(void)
{
    return true;
}

static const upcall_link_counts_t *mqtt_counts(void)
{
    return &mqtt.counts;
}

const upcall_link_t upcall_mqtt_link = {
    .start = mqtt_start,
    .poll = mqtt_poll,
    .send = mqtt_send,
    .state = mqtt_state,
    .cancel = mqtt_cancel,
#if UPCALL_SAMPLES_IN_ARENA
    .drop = mqtt_drop,
#endif
    .settled = mqtt_settled,
    .counts = mqtt_counts,
    .idle_ms = 2, /* port->sleep does not know of the socket */
};

const upcall_link_t *upcall_link_select(void)
{
    return getenv("UPCALL_MQTT") != NULL ? &upcall_mqtt_link : &upcall_serial_link;
}

#endif
