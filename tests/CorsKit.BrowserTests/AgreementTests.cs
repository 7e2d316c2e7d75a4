using CorsKit.BrowserTests.Cases;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>The matrix in three engines: what the Fetch standard says, and that they agree.</summary>
[Collection(EngineRuns.OneTab)]
public sealed class AgreementTests(EngineRuns runs)
{
    public static TheoryData<string> Engines => [.. EngineRuns.Names];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var engine in EngineRuns.Names)
            {
                foreach (var @case in Matrix.All)
                {
                    rows.Add(engine, @case.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_engine_does_what_the_standard_says(string engine, string name)
    {
        var run = await runs.OfAsync(engine);
        var @case = Matrix.ByName[name];
        var seen = run.Observations[name];

        // Whatever was refused, the page could reach the server, and the server was up.
        Assert.Contains((@case.Page, @case.Api), run.Reached);
        var difference = EngineDifferences.Of(engine, @case);
        var problem = Problem(difference?.Of(engine, @case) ?? @case.Expected, seen) ?? await DisagreementAsync(engine, @case, seen);
        Assert.True(problem is null, $"{problem}\n{engine} {run.Engine.Version} saw: {seen.Summary}\n{seen.Answer.Error}\n{seen.Answer.Console}\n{difference?.What}");
    }

    /// <summary>
    /// What CorsKit.Testing tells in a unit test is what the engine does: readable or not, the preflights, the visible headers,
    /// and in Chromium the words of the console. Where it does not have a habit of the engine's, it does what the standard says.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_browser_for_tests_agrees_with_the_engine(string engine, string name)
    {
        var real = await runs.OfAsync(engine);
        var emulated = await runs.OfAsync(EngineRuns.EmulationOf(engine));
        var @case = Matrix.ByName[name];
        var (seen, told) = (real.Observations[name], emulated.Observations[name]);
        var difference = EngineDifferences.Of(engine, @case);

        Assert.Contains((@case.Page, @case.Api), emulated.Reached);
        if (difference is { IsModeled: false })
        {
            Assert.Null(Problem(@case.Expected, told, isTold: true));
            return;
        }

        // .NET's SocketsHttpHandler puts the methods that it knows in upper case, and so does this comparison.
        Assert.Null(Problem(difference?.Of(engine, @case) ?? @case.Expected, told, isTold: true));
        Assert.Equal(seen.Summary.Replace("\npatch from", "\nPATCH from", StringComparison.Ordinal), told.Summary);
        if (engine == "Chromium")
        {
            Assert.Equal(seen.Answer.Console, told.Answer.Console?.Replace(EngineRuns.EmulationOf(engine), engine, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_preflight_carries_no_credentials_and_asks_in_the_standards_form(string engine)
    {
        var run = await runs.OfAsync(engine);
        var preflights = run.Observations.Values.SelectMany(seen => seen.Received).Where(request => request.IsPreflight).ToList();

        Assert.True(preflights.Count > 300, $"{preflights.Count} preflights");
        Assert.All(preflights, preflight =>
        {
            Assert.DoesNotContain("Cookie", preflight.Headers.Keys);
            Assert.DoesNotContain("Authorization", preflight.Headers.Keys);
            if (preflight.Headers.GetValueOrDefault("Access-Control-Request-Headers") is { } names)
            {
                Assert.Equal(string.Join(',', names.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)), names);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_version_of_an_engine_is_told(string engine)
    {
        var version = (await runs.EngineAsync(engine)).Version;

        TestContext.Current.TestOutputHelper!.WriteLine($"{engine} {version}");
        Assert.Matches(@"^\d+(\.\d+)+", version);
    }

    [Fact]
    public void The_matrix_is_large_and_its_table_of_differences_names_cases_of_it()
    {
        Assert.True(Matrix.All.Count > 2500, $"{Matrix.All.Count} cases");
        Assert.All(EngineDifferences.All, difference =>
        {
            Assert.Subset(EngineRuns.Names.ToHashSet(), difference.Engines.ToHashSet());
            Assert.All(difference.Engines, engine =>
            {
                var cases = Matrix.All.Where(@case => EngineDifferences.Of(engine, @case) == difference).ToList();
                Assert.NotEmpty(cases);
                Assert.DoesNotContain(cases, @case => @case.Expected == difference.Of(engine, @case));
            });
        });
        Assert.All(Matrix.All, @case => Assert.All(@case.Otherwise.Keys, engine => Assert.NotNull(EngineDifferences.Of(engine, @case))));
    }

    private string? Problem(Expectation? expectation, Observation seen, bool isTold = false)
    {
        if (expectation is not { } expected)
        {
            return null;
        }

        var problems = new List<string>();
        void Expect<T>(string what, T wanted, T got)
        {
            if (!Equals(wanted, got))
            {
                problems.Add($"{what}: expected {wanted}, got {got}");
            }
        }

        Expect("readable", expected.Status > 0, seen.Readable);
        Expect("status", expected.Status, seen.Answer.Status);
        Expect("preflights", expected.Preflights, seen.Preflights);
        Expect("requests", expected.Requests, seen.Requests);
        Expect("asked", expected.Asked ?? seen.Asked, seen.Asked);
        Expect("sent", expected.Sent is { } sent ? runs.Sites.Scripted.Fill(sent) : seen.Sent, seen.Sent);
        Expect("type", expected.Type ?? seen.Answer.Type, seen.Answer.Type);
        Expect("body", expected.Body ?? seen.Answer.Body, seen.Answer.Body);
        if (expected.Set?.Split(": ") is [var name, var value])
        {
            Expect(name, runs.Sites.Scripted.Fill(value), seen.OfLast(name));
        }

        Expect("content-type", expected.ContentType ?? seen.ContentType, seen.ContentType);

        // .NET's SocketsHttpHandler adds one of 0 where no browser does.
        Expect("content-length", expected.ContentLength is null || (isTold && expected.ContentLength == "none") ? seen.ContentLength : expected.ContentLength, seen.ContentLength);
        if (expected.Headers is { } headers)
        {
            Expect("headers", runs.Sites.Scripted.Fill(string.Join('\n', headers.Order(StringComparer.Ordinal))), string.Join('\n', seen.Headers));
        }

        return problems.Count == 0 ? null : string.Join('\n', problems);
    }

    /// <summary>Chromium tells its reason; the others are compared with Chromium, where neither is known to differ.</summary>
    private async Task<string?> DisagreementAsync(string engine, FetchCase @case, Observation seen)
    {
        if (engine != "Chromium")
        {
            var isComparable = EngineDifferences.Of(engine, @case) == EngineDifferences.Of("Chromium", @case);
            var chromium = (await runs.OfAsync("Chromium")).Observations[@case.Name].Summary;
            return !isComparable || chromium == seen.Summary ? null : $"Chromium saw: {chromium}";
        }

        return (seen.Readable, seen.Answer.Console, @case.Expected?.Reason) switch
        {
            (true, { } console, _) => $"the console said: {console}",
            (false, var console, { } reason) when console?.Contains(reason, StringComparison.Ordinal) != true => $"the console should have said: {reason}",
            _ => null,
        };
    }
}
