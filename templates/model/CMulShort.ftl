<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_mul_short_t layer = {
        .left_zero_point = ${leftZeroPoint}, .right_zero_point = ${rightZeroPoint},
        .rounding = <@c.rounding rounding/>,
        .rows = ${rows}, .count = ${count}, .right_step = ${rightStep},
    };
    upcall_mul_short(&layer, ${(swapped == 1)?then(right, head.input)}, ${(swapped == 1)?then(head.input, right)}, ${head.output});
}
