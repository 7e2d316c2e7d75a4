using System.Collections;
using CorsKit.Middleware;
using CorsKit.Policies;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>Headers of a verdict that lie in no hash table do what those do that were written to the framework's own.</summary>
public sealed class HeadersWithCorsTests
{
    private const string Shop = "https://shop.example.com";
    private const string AllowOrigin = "access-control-ALLOW-origin";

    private static readonly GatewayCorsPolicy s_policy = GatewayCorsPolicy.Create(new()
    {
        AllowOrigins = [Shop],
        AllowMethods = ["PUT"],
        AllowHeaders = ["x-a"],
        ExposeHeaders = ["x-b"],
        AllowCredentials = true,
    });

    private static readonly GatewayCorsPolicy s_open = GatewayCorsPolicy.Create(new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"] });

    public static TheoryData<string, Func<IHeaderDictionary, object?>> Operations => new()
    {
        { "read", headers => (headers["x-o"], headers[AllowOrigin], headers["VARY"], headers["x-c"], headers.Count, headers.IsReadOnly) },
        { "read the length", headers => headers.ContentLength },
        { "read by property", headers => (headers.AccessControlAllowOrigin, headers.AccessControlAllowMethods, headers.AccessControlExposeHeaders, headers.ContentType) },
        { "look", headers => (headers.ContainsKey(AllowOrigin), headers.ContainsKey("X-O"), headers.ContainsKey("x-c")) },
        { "look and read", headers => (headers.TryGetValue("vary", out var vary), vary, headers.TryGetValue("X-O", out var own), own, headers.TryGetValue("x-c", out var none), none) },
        { "list", headers => string.Join(' ', [.. headers.Keys, .. headers.Values.Select(value => value.ToString()), .. headers.Select(header => $"{header}"), .. ((IEnumerable)headers).Cast<object>().Select(header => $"{header}")]) },
        { "enumerate", headers => string.Join(' ', headers.Select(header => $"{header}")) },
        { "read while enumerating", headers => string.Join(' ', headers.Select(header => (header.Key, headers.Count, headers.Keys.Count, headers.Values.Count, headers.ContentLength, headers.Contains(header), headers[header.Key]))) },
        { "overwrite while enumerating", headers => string.Join(' ', headers.Select(header => $"{header} {headers[header.Key] = "1"}")) },
        { "remove while enumerating", headers => headers.Count(header => headers.Remove(header.Key)) },
        { "find an item", headers => (headers.Contains(new(AllowOrigin, Shop)), headers.Contains(new(AllowOrigin, "x"))) },
        { "copy", headers => { var items = new KeyValuePair<string, StringValues>[9]; headers.CopyTo(items, 1); return string.Join(' ', items); } },
        { "set", headers => headers[AllowOrigin] = "changed" },
        { "set and read", headers => (headers[AllowOrigin] = "changed", headers[AllowOrigin], headers["vary"], headers.Count) },
        { "set its own", headers => headers["X-O"] = "changed" },
        { "set what is not there, twice", headers => (headers["x-c"] = "3", headers["x-c"] = "4") },
        { "unset", headers => (headers[AllowOrigin] = default(StringValues), headers.ContainsKey(AllowOrigin)) },
        { "set the length", headers => headers.ContentLength = 5 },
        { "add", headers => { ((IDictionary<string, StringValues>)headers).Add("x-c", "3"); return null; } },
        { "add what is there", headers => { ((IDictionary<string, StringValues>)headers).Add(AllowOrigin, "3"); return null; } },
        { "add an item", headers => { headers.Add(new KeyValuePair<string, StringValues>("x-c", "3")); return null; } },
        { "remove", headers => (headers.Remove(AllowOrigin), headers.Remove("x-c"), headers.ContainsKey(AllowOrigin)) },
        { "remove an item", headers => (headers.Remove(new KeyValuePair<string, StringValues>(AllowOrigin, Shop)), headers.Remove(new KeyValuePair<string, StringValues>("vary", "x"))) },
        { "clear", headers => { headers.Clear(); return (headers.Count, headers.ContainsKey(AllowOrigin)); } },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void They_are_those_of_the_framework(string name, Func<IHeaderDictionary, object?> operation)
    {
        var allowed = s_policy.EvaluateOrigin(Shop);
        var refused = s_policy.EvaluateOrigin("https://evil.example");
        var open = s_open.EvaluateOrigin(Shop);
        var echo = s_open.AnswerOf(s_open.EvaluatePreflight(open, "PUT", "x-a", requestedOnly: true));
        var cases = new[] { (allowed, null), (allowed, s_policy.FullAnswer), (refused, null), (refused, PreflightAnswer.Refusal), (open, null), (open, s_open.FullAnswer), (open, echo) };
        foreach (var (origin, answer, own) in cases.SelectMany(c => new[] { (c.Item1, c.Item2, new HeaderDictionary()), (c.Item1, c.Item2, Own()) }))
        {
            var framework = new HeaderDictionary();
            foreach (var (header, value) in own)
            {
                framework[header] = value;
            }

            CorsResponseHeaders.Write(framework, origin, answer);
            var headers = new HeadersWithCors(own, origin, answer);

            Assert.Equal((name, Outcome(operation, framework)), (name, Outcome(operation, headers)));
            Assert.Equal(framework, headers);
            Assert.Equal((framework.Count, framework.ContentLength), (headers.Count, headers.ContentLength));
        }
    }

    private static HeaderDictionary Own() => new() { ["x-o"] = "0", ["Content-Length"] = "7" };

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
