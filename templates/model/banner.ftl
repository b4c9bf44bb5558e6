<#-- The block at the top of a generated file. -->
<#macro block value>
/* SPDX-License-Identifier: 0BSD */
/*
<#list value.lines as line>
 *<#if line?has_content> ${line}</#if>
</#list>
 */
</#macro>
