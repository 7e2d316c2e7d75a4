using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CorsKit.Headers;
using CorsKit.Methods;
using CorsKit.Policies;
using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Probing;
using CorsKit.Tool.Reports;

namespace CorsKit.Tool.Commands;

internal static class ProbeCommand
{
    private const double LongestTimeout = 300;

    public static Command Create(Func<TextWriter, Terminal> terminal, Func<TextWriter, Progress> progress)
    {
        var url = new Argument<string>("url") { Description = "The resource as the page calls it: https://api.example.com/prod/orders." };
        var origin = new Option<string>("--origin") { Description = "The page's origin, such as https://shop.example.com.", HelpName = "ORIGIN", Required = true };
        var methods = new Option<string[]>("--method")
        {
            Description = "What the page sends; GET unless said otherwise. Only what is named here is sent beside GET, HEAD and OPTIONS, and only if its preflight allows it.",
            HelpName = "METHOD",
        };
        var headers = new Option<string[]>("--header") { Description = "What the page sets: a name, or \"name: value\".", HelpName = "HEADER" };
        var credentials = new Option<bool>("--credentials") { Description = "As a page with credentials: 'include'." };
        var deep = new Option<bool>("--deep") { Description = "Try the origins that scanners try." };
        var timeout = new Option<double>("--timeout") { Description = $"Seconds for each response, up to {LongestTimeout}.", HelpName = "SECONDS", DefaultValueFactory = _ => 30 };
        var settings = SettingsOptions.Settings();
        var environment = SettingsOptions.Environment();
        var policy = new Option<string?>("--policy") { Description = "A named policy of the settings; else the default one.", HelpName = "NAME" };
        var format = Choice.Of("--format", "How the result is written.", "text", "json", "html");
        var record = new Option<string?>("--record") { Description = "Writes each request and response to a file, to be replayed by the tests of CorsKit.Testing.", HelpName = "FILE" };
        url.Validators.Add(result => Require(result, result.Tokens is [{ Value: ['-', ..] }] || IsAddress(result), "write the whole address, http or https and without user or fragment, as in https://api.example.com/prod/orders"));
        origin.Validators.Add(result => Require(result, result.Tokens is [{ Value: var value }] && value != "null" && UrlOrigin.IsSerialized(value),
            "write an origin as a browser does: scheme, host and, unless it is the scheme's own, port, in lower case and without a slash at the end, as in https://shop.example.com"));
        methods.Validators.Add(result => Require(result, result.Tokens.All(token => HttpToken.IsToken(token.Value) && !FetchMethod.IsForbidden(token.Value)), "no page can send such a method"));
        headers.Validators.Add(result => Require(result, result.Tokens.All(token => IsHeader(token.Value)), "write the name of a header that a page may set, or \"name: value\" in ASCII"));
        timeout.Validators.Add(result => Require(result, result.Tokens is not [var token] || (double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestTimeout),
            $"write seconds, more than 0 and up to {LongestTimeout}"));
        var command = new Command("probe", "Calls what is live as a browser would, and tells why pages fail. Exit code 0: nothing found; 1: a cause; 2: no answer, or settings that cannot be used.")
        {
            url, origin, methods, headers, credentials, deep, timeout, settings, environment, policy, format, record,
        };
        url.Validators.Add(result => Mistakes.FindOptions(result, command, isValue: _ => false));
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new ProbeRequest(
                new Uri(result.GetValue(url)!),
                result.GetValue(origin)!,
                [.. (result.GetValue(methods) is { Length: > 0 } given ? given : ["GET"]).Select(method => FetchMethod.Normalize(method)).Distinct()],
                [.. (result.GetValue(headers) ?? []).Select(Split)],
                result.GetValue(credentials),
                result.GetValue(deep),
                TimeSpan.FromSeconds(result.GetValue(timeout)));
            var error = result.InvocationConfiguration.Error;
            if (UrlOrigin.Of(request.Url) == request.Origin)
            {
                error.WriteLine(PrintableText.Of($"{request.Origin} is the API's own origin, and its pages need no CORS."));
                return CorsKitCommand.Unusable;
            }

            PolicyRules? rules = null;
            if (result.GetValue(settings) is { } file)
            {
                if (ChosenPolicy.Find(file, result.GetValue(environment), result.GetValue(policy), error) is not { } found)
                {
                    return CorsKitCommand.Unusable;
                }

                rules = found.Definition.Rules;
            }

            return await ProbeAsync(request, rules, result.GetValue(format)!, result.GetValue(record), result.InvocationConfiguration, terminal, progress, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ProbeAsync(
        ProbeRequest request, PolicyRules? rules, string format, string? record, InvocationConfiguration configuration, Func<TextWriter, Terminal> terminal, Func<TextWriter, Progress> progress,
        CancellationToken cancellationToken)
    {
        ProbeSteps steps;
        using (var shown = progress(configuration.Error))
        using (var prober = new Prober(request, rules, title => shown.Show($"asking {request.Url.Host}: {title}")))
        {
            steps = await prober.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        var secrets = new Secrets(request);
        if (steps.All.All(step => step.Status is null))
        {
            configuration.Error.WriteLine(PrintableText.Of(secrets.Mask($"{request.Url.AbsoluteUri} does not answer: {steps.All[0].Problem}.")));
            return CorsKitCommand.Unusable;
        }

        if (record is not null && ProbeRecording.Write(steps, secrets, record) is { } problem)
        {
            configuration.Error.WriteLine(PrintableText.Of($"--record '{record}': {problem}"));
            return CorsKitCommand.Unusable;
        }

        var outcome = new ProbeOutcome(steps, DiagnosisList.Find(steps));
        switch (format)
        {
            case "json":
                using (var json = new StringWriter { NewLine = configuration.Output.NewLine })
                {
                    CheckCommand.WriteJson(json, writer => ProbeJsonReport.Write(outcome, secrets, writer));
                    configuration.Output.Write(secrets.Mask(json.ToString()));
                }

                break;
            case "html":
                using (var html = new StringWriter { NewLine = configuration.Output.NewLine })
                {
                    ProbeHtmlReport.Write(outcome, secrets, html);
                    configuration.Output.Write(secrets.Mask(html.ToString()));
                }

                break;
            default:
                ProbeTextReport.Write(outcome, terminal(configuration.Output).Masking(secrets));
                break;
        }

        return outcome.ExitCode;
    }

    private static bool IsAddress(ArgumentResult result) =>
        result.Tokens is [{ Value: var value }] && Uri.TryCreate(value, UriKind.Absolute, out var url)
        && UrlOrigin.IsHttp(url) && url is { UserInfo: "", Fragment: "" } && url.Host.Length > 0;

    private static bool IsHeader(string text) =>
        Split(text) is var (name, value) && HttpToken.IsToken(name) && !RequestRules.IsForbidden(name, value) && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>A header without a value has one that servers take for none of theirs; content-type has the one that asks for a preflight.</summary>
    private static KeyValuePair<string, string> Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 ? new(text[..colon].Trim(), text[(colon + 1)..].Trim())
            : new(text.Trim(), text.Trim().Equals("content-type", StringComparison.OrdinalIgnoreCase) ? "application/json" : ProbeRequest.AnyValue);
    }

    private static void Require(SymbolResult result, bool isGood, string fix)
    {
        if (!isGood)
        {
            var given = string.Join(' ', result.Tokens.Select(token => $"'{token.Value}'"));
            result.AddError($"{(result is OptionResult option ? option.Option.Name : "url")} {given}: {fix}.");
        }
    }
}
