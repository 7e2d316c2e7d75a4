using CorsKit.Middleware;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>A proxied backend may send a Vary of any size: it is joined in one pass, and what is too long becomes <c>*</c>.</summary>
public sealed class VaryTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 64).Select(i => $"x-{i}")];

    public static TheoryData<string, string[], string> Cases => new()
    {
        { "one less than the limit", [string.Join(',', Names[..63])], string.Join(", ", Names[..63]) + ", Origin" },
        { "at the limit", [string.Join(',', Names)], "*" },
        { "at the limit, with Origin", [string.Join(',', Names[..63]) + ",origin"], string.Join(", ", Names[..63]) + ", origin" },
        { "in lines", Names, "*" },
        { "the same one over and over", [string.Concat(Enumerable.Repeat("Accept,", 10_000))], "Accept, Origin" },
        { "nothing but commas", [new string(',', 10_000)], "Origin" },
        { "a star at the end", [string.Concat(Enumerable.Repeat("Accept,", 10_000)) + "*"], "*" },
        { "one long name", [new string('x', 20_000)], new string('x', 20_000) + ", Origin" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_joined(string what, string[] lines, string vary)
    {
        var headers = new HeaderDictionary { ["Vary"] = new StringValues(lines) };

        CorsResponseHeaders.AddVary(headers, "Origin");

        Assert.Equal((what, vary), (what, headers["Vary"].ToString()));
    }

    /// <summary>What it costs does not grow with the square of what was sent.</summary>
    [Theory]
    [InlineData("distinct")]
    [InlineData("same")]
    public void A_long_one_costs_no_more_memory_than_it_has_itself(string kind)
    {
        var line = string.Join(',', Enumerable.Range(0, 10_000).Select(i => kind == "same" ? "accept" : $"x{i}"));
        var headers = new HeaderDictionary { ["Vary"] = line };

        var before = GC.GetAllocatedBytesForCurrentThread();
        CorsResponseHeaders.AddVary(headers, "Origin");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(kind == "same" ? "accept, Origin" : "*", headers["Vary"].ToString());
        Assert.True(allocated < line.Length, $"{allocated} bytes for {line.Length} characters");
    }
}
