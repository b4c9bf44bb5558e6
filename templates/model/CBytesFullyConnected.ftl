<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    upcall_bytes_fully_connected((const uint8_t *)${head.weights}_values, ${rows}, ${depth}, ${channels},
                                 ${head.input}, ${head.output});
}
