using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules;

/// <summary>A path on which nothing answers OPTIONS.</summary>
/// <param name="Path">The path.</param>
/// <param name="Location">Of its first method.</param>
/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Requests">What pages send to it.</param>
internal sealed record UnansweredPath(string Path, Location Location, string Resource, IReadOnlyList<PageRequest> Requests)
{
    public bool IsPreflighted => Requests.Any(request => request.IsMostlyPreflighted);

    public string Methods => string.Join(", ", Requests.Select(request => request.Method));
}

/// <summary>The paths of an API on which nothing answers OPTIONS: one finding for those that fail, and one for those that may.</summary>
internal static class UnansweredPaths
{
    /// <param name="noun">What the API has on its paths: "method" or "route".</param>
    /// <param name="hasSignOfCors">Whether pages of other origins are meant to call the API.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="level">Of those that fail; null for the rule's own.</param>
    /// <param name="where">Behind "nothing", where the whole API is not there to see: ", in this template,".</param>
    /// <param name="besides">What else is wrong for the same cause.</param>
    public static IEnumerable<Fault> Find(
        string noun, bool hasSignOfCors, IReadOnlyList<UnansweredPath> paths, Level? level = null, string where = "", string besides = "")
    {
        var failing = paths.Where(path => path.IsPreflighted).ToList();
        if (failing.Count > 0)
        {
            yield return new Fault(failing[0].Location, failing[0].Resource, failing.Count == 1
                ? $"{failing[0].Path} has {failing[0].Methods} and{where} nothing that answers OPTIONS.{besides}"
                : $"{Sentences.List([.. failing.Select(path => $"{path.Path} ({path.Methods})")])} have{where} nothing that answers OPTIONS.{besides}", level);
        }

        // A GET without headers of its own is sent at once: https://fetch.spec.whatwg.org/#simple-header
        var simple = paths.Where(path => !path.IsPreflighted).ToList();
        if (simple.Count > 0 && (failing.Count == 0 || hasSignOfCors))
        {
            var names = Sentences.List([.. simple.Select(path => path.Path)]);
            yield return new Fault(simple[0].Location, simple[0].Resource,
                $"No {noun} answers OPTIONS on {names}: a GET that sets no headers needs none, one with Authorization or other headers fails.",
                hasSignOfCors && failing.Count == 0 && level is null ? Level.Warning : Level.Note);
        }
    }
}
