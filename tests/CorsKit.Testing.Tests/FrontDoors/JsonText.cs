using System.Text.Json.Nodes;

namespace CorsKit.Testing.Tests;

internal static class JsonText
{
    /// <summary>The text at a path of names, such as <c>headers</c>, <c>origin</c>; null where it is missing.</summary>
    public static string? Text(this JsonNode? node, params string[] path) => (string?)path.Aggregate(node, (parent, name) => parent?[name]);
}
