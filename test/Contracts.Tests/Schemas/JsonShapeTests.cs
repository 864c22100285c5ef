using AiGateway.Contracts.Schemas;

namespace AiGateway.Contracts.Tests.Schemas;

/// <summary>The subset of JSON Schema: what fits, what does not, and which schemas are refused.</summary>
public sealed class JsonShapeTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""", """{"a":1}""", ShapeVerdict.Fits)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""", """{"a":1.5}""", ShapeVerdict.Differs)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""", """{"b":1}""", ShapeVerdict.Differs)]
    [InlineData("""{"type":"integer"}""", "1.0", ShapeVerdict.Fits)]
    [InlineData("""{"type":"integer"}""", "1e400", ShapeVerdict.Differs)]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1,"b":2}""", ShapeVerdict.Differs)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":"x","b":"y"}""", ShapeVerdict.Fits)]
    [InlineData("""{"type":["string","null"]}""", "null", ShapeVerdict.Fits)]
    [InlineData("""{"enum":["a",{"b":1}]}""", """{"b":1.0}""", ShapeVerdict.Fits)]
    [InlineData("""{"const":"a"}""", "\"b\"", ShapeVerdict.Differs)]
    [InlineData("""{"items":{"type":"number"},"minItems":1,"maxItems":2}""", "[1,2]", ShapeVerdict.Fits)]
    [InlineData("""{"items":{"type":"number"},"minItems":1,"maxItems":2}""", "[1,2,3]", ShapeVerdict.Differs)]
    [InlineData("""{"maxLength":1}""", "\"\ud83d\ude00\"", ShapeVerdict.Fits)]
    [InlineData("""{"minLength":2}""", "\"\ud83d\ude00\"", ShapeVerdict.Differs)]
    [InlineData("""{"minimum":1,"exclusiveMaximum":3}""", "3", ShapeVerdict.Differs)]
    [InlineData("""{"minimum":1,"exclusiveMaximum":3}""", "1", ShapeVerdict.Fits)]
    [InlineData("""{"exclusiveMinimum":1,"maximum":3}""", "1", ShapeVerdict.Differs)]
    [InlineData("""{"minProperties":2,"maxProperties":2}""", """{"a":1}""", ShapeVerdict.Differs)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"boolean"}]}""", "1", ShapeVerdict.Differs)]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "1", ShapeVerdict.Fits)]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "2", ShapeVerdict.Differs)]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "3", ShapeVerdict.Differs)]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", ShapeVerdict.Differs)]
    [InlineData("""{"$ref":"#/$defs/list","$defs":{"list":{"properties":{"next":{"$ref":"#/$defs/list"}},"additionalProperties":false}}}""", """{"next":{"next":{}}}""", ShapeVerdict.Fits)]
    [InlineData("""{"$ref":"#/$defs/list","$defs":{"list":{"properties":{"next":{"$ref":"#/$defs/list"}},"additionalProperties":false}}}""", """{"next":{"last":{}}}""", ShapeVerdict.Differs)]
    [InlineData("true", "[]", ShapeVerdict.Fits)]
    [InlineData("false", "[]", ShapeVerdict.Differs)]
    [InlineData("{}", "{", ShapeVerdict.NotJson)]
    [InlineData("{}", "", ShapeVerdict.NotJson)]
    [InlineData("{}", """{"a":1,"a":2}""", ShapeVerdict.NotJson)]
    [InlineData("{}", "[] []", ShapeVerdict.NotJson)]
    public void Check_Text_IsJudged(string schema, string text, ShapeVerdict expected) => Assert.Equal(expected, Parse(schema).Check(text.AsMemory()));

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("{", "must be JSON (line 1, byte 1)")]
    [InlineData("[]", "is no schema that can be checked: # must be an object or a boolean")]
    [InlineData("""{"patternProperties":{}}""", "is no schema that can be checked: #/patternProperties is not a keyword of the subset that is read")]
    [InlineData("""{"properties":{"a":{"format":"date"}}}""", "is no schema that can be checked: #/properties/a/format is not a keyword of the subset that is read")]
    [InlineData("""{"type":"text"}""", "is no schema that can be checked: #/type must be of null, boolean, object, array, number, string, integer")]
    [InlineData("""{"$ref":"#/$defs/a"}""", "is no schema that can be checked: #/$ref names a schema that is not in $defs of the root")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", "is no schema that can be checked: #/$ref names a schema that is not in $defs of the root")]
    [InlineData("""{"minItems":-1}""", "is no schema that can be checked: #/minItems must be a whole number from 0 to 9223372036854775807")]
    [InlineData("""{"anyOf":[]}""", "is no schema that can be checked: #/anyOf must not be empty")]
    [InlineData("""{"items":{"$defs":{}}}""", "is no schema that can be checked: #/items/$defs must stand in the root")]
    public void TryParse_WhatIsNoSchema_SaysWhereAndWhy(string schema, string expected)
    {
        Assert.False(JsonShape.TryParse(schema, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}]}}}""")]
    public void Check_SchemaThatLeadsInCircles_FitsNothing(string schema) => Assert.Equal(ShapeVerdict.Differs, Parse(schema).Check("1".AsMemory()));

    [Fact]
    public void Check_DeeperThanTheBound_IsNoJson()
    {
        var deep = new string('[', JsonShape.MaxDepth + 1) + new string(']', JsonShape.MaxDepth + 1);
        Assert.Equal(ShapeVerdict.NotJson, Parse("{}").Check(deep.AsMemory()));
    }

    private static JsonShape Parse(string schema)
    {
        Assert.True(JsonShape.TryParse(schema, out var shape, out var problem), problem);
        return shape;
    }
}
