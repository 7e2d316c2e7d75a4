using System.Text;
using CorsKit.Tests.Policies;
using CsCheck;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Fuzz;

/// <summary>Access-Control-Request-Headers, in any number of lines, against its definition.</summary>
public sealed class RequestHeadersFuzz
{
    private const string Shop = "https://shop.example.com";

    private const int MostNames = 64, MostCharacters = 4096;

    private static readonly Gen<string> Line = Gen.OneOf("content-type,x-a", "authorization, x-k", "X-A", "x-a,x-b,x-c", "", "*")
        .Edited(",", ", ", "*", "authorization", "Authorization", " ", "\t", "x-a", "x-k", "\u212a", "\u017f", "\u0130", "\0", "\u00a0", "a", "(", "\"", "\u00e9", ",a,b,c,d,e,f,g,h,i,j");

    private static readonly Gen<string[]> Listed = Gen.OneOf("content-type", "x-a", "X-K", "authorization", "x-s", "*").Array[0, 4];

    [Fuzz]
    public void The_answer_names_what_the_naive_twin_allows() =>
        Gen.Select(Line.Null().Array[0, 4], Listed, Gen.Bool, Gen.Bool).Fuzz(input =>
        {
            var (lines, listed, credentials, requestedOnly) = input;
            var settings = Settings.Of(Shop).Headers(listed);
            settings.AllowCredentials = credentials;
            var policy = settings.Compile();
            var requested = new StringValues(lines);

            var verdict = Fuzzing.Within(16_384 + (4 * lines.Sum(line => line?.Length ?? 0)), () => policy.EvaluatePreflight(Shop, "GET", requested, requestedOnly));

            var names = lines.SelectMany(line => (line ?? "").Split(',')).Select(name => name.Trim(' ', '\t')).Where(name => name != "").ToList();
            var isTooMuch = names.Count > MostNames || lines.Sum(line => line?.Length ?? 0) > MostCharacters;
            var allowed = names.Where(name => Allows(listed, name)).ToList();
            Assert.Equal(allowed.Count == names.Count && !isTooMuch, verdict.IsAllowed);
            if (requestedOnly || (credentials && listed.Contains("*")))
            {
                Assert.Equal(isTooMuch ? [] : allowed, (verdict.AllowHeaders ?? "").Split(',').Select(name => name.Trim(' ', '\t')).Where(name => name != ""));
            }
            else
            {
                Assert.Equal(policy.EvaluatePreflight(Shop, "GET", default).AllowHeaders, verdict.AllowHeaders);
            }
        });

    /// <summary>A star means any token but Authorization; content-type and others count whatever their case, in ASCII.</summary>
    private static bool Allows(string[] listed, string name)
    {
        var isListed = listed.Any(item => item != "*" && Ascii.EqualsIgnoreCase(item, name));
        var isToken = name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
        return isListed || (listed.Contains("*") && isToken && !name.Equals("authorization", StringComparison.OrdinalIgnoreCase));
    }
}
