namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Says where a value that matters is known to the deployment only, since the rules pass over it.</summary>
internal static class UnknownValues
{
    private const string Text = "is known to the deployment only, and was not evaluated.";

    public static void Remark(GatewayModel model)
    {
        foreach (var (id, cors) in model.HttpApis.Select(api => (api.Id, api.Cors)).Concat(model.FunctionUrls.Select(url => (url.Id, url.Cors))))
        {
            if (cors is { IsKnown: false })
            {
                model.Remark(id, cors.Location, $"The CORS configuration {Text}");
            }

            foreach (var list in (ListSetting?[])[cors?.AllowOrigins, cors?.AllowMethods, cors?.AllowHeaders, cors?.ExposeHeaders])
            {
                if (list is { IsComplete: false })
                {
                    var unknown = list.Items.FirstOrDefault(item => item.Text is null);
                    model.Remark(id, unknown?.Location ?? list.Location, $"This value {Text}");
                }
            }

            foreach (var setting in (Setting?[])[cors?.AllowCredentials, cors?.MaxAge])
            {
                if (setting is { Text: null })
                {
                    model.Remark(id, setting.Location, $"This value {Text}");
                }
            }
        }

        foreach (var written in model.RestApis.SelectMany(api => api.WrittenHeaders))
        {
            foreach (var header in written.Headers.Where(header => header is { Raw: null, IsCors: true }))
            {
                model.Remark(written.Resource, header.Location, $"{header.Name} of {written.Owner} {Text}");
            }
        }

        var preflights = model.RestApis.SelectMany(api => api.Resources).Select(resource => resource.Preflight).OfType<RestMethod>();
        foreach (var method in preflights.Where(method => method.Response is { Template.IsUnderstood: false }))
        {
            model.Remark(method.Resource, method.Location, $"A mapping template writes headers of this {method.Verb}; it was not run.");
        }
    }
}
