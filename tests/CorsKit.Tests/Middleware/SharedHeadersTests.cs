using System.Collections;
using CorsKit.Middleware;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>Headers that responses share do what the framework's own do, and what one response changes is in no other.</summary>
public sealed class SharedHeadersTests
{
    public static TheoryData<string, Func<IHeaderDictionary, object?>> Operations => new()
    {
        { "read", headers => (headers["x-a"], headers["X-B"], headers["x-c"], headers.Count, headers.IsReadOnly, headers.ContentLength) },
        { "look", headers => (headers.ContainsKey("X-A"), headers.ContainsKey("x-c"), headers.TryGetValue("x-b", out var b), b, headers.TryGetValue("x-c", out var c), c) },
        { "list", headers => string.Join(' ', [.. headers.Keys, .. headers.Values.Select(value => value.ToString()), .. headers.Select(header => $"{header}"), .. ((IEnumerable)headers).Cast<object>().Select(header => $"{header}")]) },
        { "find an item", headers => (headers.Contains(new("x-a", "1")), headers.Contains(new("x-a", "2"))) },
        { "copy", headers => { var items = new KeyValuePair<string, StringValues>[3]; headers.CopyTo(items, 1); return string.Join(' ', items); } },
        { "set", headers => headers["X-A"] = "changed" },
        { "set what is not there, twice", headers => (headers["x-c"] = "3", headers["x-c"] = "4") },
        { "unset", headers => headers["x-a"] = default(StringValues) },
        { "set the length", headers => headers.ContentLength = 5 },
        { "add", headers => { ((IDictionary<string, StringValues>)headers).Add("x-c", "3"); return null; } },
        { "add what is there", headers => { ((IDictionary<string, StringValues>)headers).Add("x-a", "3"); return null; } },
        { "add an item", headers => { headers.Add(new KeyValuePair<string, StringValues>("x-c", "3")); return null; } },
        { "remove", headers => (headers.Remove("x-a"), headers.Remove("x-c")) },
        { "remove an item", headers => (headers.Remove(new KeyValuePair<string, StringValues>("x-a", "2")), headers.Remove(new KeyValuePair<string, StringValues>("x-b", "2"))) },
        { "clear", headers => { headers.Clear(); return null; } },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void They_are_those_of_the_framework_and_stay_with_the_others(string name, Func<IHeaderDictionary, object?> operation)
    {
        var shared = Two();
        var (headers, other, framework) = (new SharedHeaders(shared), new SharedHeaders(shared), Two());

        Assert.Equal((name, Outcome(operation, framework)), (name, Outcome(operation, headers)));
        Assert.Equal(framework, headers);
        Assert.Equal(Two(), shared);
        Assert.Equal(Two(), other);
    }

    private static HeaderDictionary Two() => new() { ["x-a"] = "1", ["x-b"] = "2" };

    private static object? Outcome(Func<IHeaderDictionary, object?> operation, IHeaderDictionary headers)
    {
        try
        {
            return operation(headers);
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
