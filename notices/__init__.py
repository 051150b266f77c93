"""The pages that the law and people ask for: accessibility, legal notice, personal data, help, eco-design, errors."""
