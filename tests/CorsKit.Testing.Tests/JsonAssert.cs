using System.Text.Json;
using System.Text.Json.Nodes;

namespace CorsKit.Testing.Tests;

internal static class JsonAssert
{
    public static void Same(string expected, JsonElement actual) => Same(expected, JsonNode.Parse(actual.GetRawText()));

    public static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
